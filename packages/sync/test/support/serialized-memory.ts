import { ResultsFace } from "@results-manager/core";
import { MemoryStorage, SerializingMixin, type StorageOptions } from "@results-manager/core/storage";

const SerializedStorage = SerializingMixin(MemoryStorage);

/** A backend whose every operation takes the one lock. */
export class SerializedBackend extends ResultsFace {
  constructor(options?: StorageOptions) {
    super(new SerializedStorage(options));
  }
}

import type { AsyncResultsBackend } from "@results-manager/core";
import { type Constructor, MemoryStorage, ResultsMixin, SerializingMixin } from "@results-manager/core/storage";

const Serialized: typeof MemoryStorage & Constructor<AsyncResultsBackend> = ResultsMixin(
  SerializingMixin(MemoryStorage),
);

/** A backend whose every operation takes the one lock. */
export class SerializedBackend extends Serialized {}

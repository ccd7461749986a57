import type { StorageOptions } from "../storage/storage-options.ts";
import { ValuesFace } from "../values/values-face.ts";
import { MemoryStorage } from "./memory-storage.ts";

/** Storage of values in the memory of this process; equal values are stored once. */
export class MemoryValues extends ValuesFace {
  constructor(options?: StorageOptions) {
    super(new MemoryStorage(options));
  }
}

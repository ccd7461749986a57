import { CallsFace } from "../calls/calls-face.ts";
import type { StorageOptions } from "../storage/storage-options.ts";
import { MemoryStorage } from "./memory-storage.ts";

/** Storage of calls and their values in the memory of this process. */
export class MemoryCalls extends CallsFace {
  constructor(options?: StorageOptions) {
    super(new MemoryStorage(options));
  }
}

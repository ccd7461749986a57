import { ResultsFace } from "../results/results-face.ts";
import type { StorageOptions } from "../storage/storage-options.ts";
import { MemoryStorage } from "./memory-storage.ts";

/** Backend that stores results in the memory of this process. For tests, and to collect results before `copyTo`. */
export class MemoryBackend extends ResultsFace {
  constructor(options?: StorageOptions) {
    super(new MemoryStorage(options));
  }
}

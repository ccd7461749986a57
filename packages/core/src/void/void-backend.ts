import { ResultsFace } from "../results/results-face.ts";
import type { StorageOptions } from "../storage/storage-options.ts";
import { VoidStorage } from "./void-storage.ts";

/** Backend that validates results without storing them, for dry runs. */
export class VoidBackend extends ResultsFace {
  constructor(options?: StorageOptions) {
    super(new VoidStorage(options));
  }
}

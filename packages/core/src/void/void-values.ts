import type { StorageOptions } from "../storage/storage-options.ts";
import { ValuesFace } from "../values/values-face.ts";
import { VoidStorage } from "./void-storage.ts";

/** Storage that validates and digests values without storing them, for dry runs. */
export class VoidValues extends ValuesFace {
  constructor(options?: StorageOptions) {
    super(new VoidStorage(options));
  }
}

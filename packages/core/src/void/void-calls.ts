import { CallsFace } from "../calls/calls-face.ts";
import type { StorageOptions } from "../storage/storage-options.ts";
import { VoidStorage } from "./void-storage.ts";

/** Storage that validates calls without storing them, so that each is computed again, for dry runs. */
export class VoidCalls extends CallsFace {
  constructor(options?: StorageOptions) {
    super(new VoidStorage(options));
  }
}

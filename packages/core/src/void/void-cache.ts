import { CacheFace } from "../cache/cache-face.ts";
import type { CacheBounds } from "../cache/cache-options.ts";
import { CACHE_BOUNDS } from "../cache/option-names.ts";
import { checkOptions, pickOptions } from "../options/check-options.ts";
import { STORAGE_OPTIONS, type StorageOptions } from "../storage/storage-options.ts";
import { VoidStorage } from "./void-storage.ts";

/** Cache that validates values without storing them: disables caching without other code changes. */
export class VoidCache extends CacheFace {
  /** @throws {RangeError} for bounds that are not whole numbers from 1; {@link TypeError} for bounds that are not numbers. */
  constructor(options: CacheBounds & StorageOptions = {}) {
    checkOptions(options, { ...CACHE_BOUNDS, ...STORAGE_OPTIONS }, "a void cache");
    super(new VoidStorage(pickOptions(options, STORAGE_OPTIONS)), pickOptions(options, CACHE_BOUNDS));
  }
}

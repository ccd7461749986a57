import type { AsyncCacheBackend, CacheBounds } from "../cache/async-cache-backend.ts";
import { CacheMixin } from "../cache/cache-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { StorageOptions } from "../storage/medium-hooks.ts";
import { VoidStorage } from "./void-storage.ts";

const Cache: typeof VoidStorage & Constructor<AsyncCacheBackend> = CacheMixin(VoidStorage);

/** Checks and accepts every value and keeps none: switches caching off without another line of code. */
export class VoidCache extends Cache {
  /** @throws {RangeError} for bounds that are no whole numbers from 1; {@link TypeError} for what is no number. */
  constructor(options: CacheBounds & StorageOptions = {}) {
    super(options);
  }
}

import type { AsyncCacheBackend, CacheBounds } from "../cache/async-cache-backend.ts";
import { CacheMixin } from "../cache/cache-mixin.ts";
import type { Constructor } from "../storage/constructor.ts";
import type { StorageOptions } from "../storage/medium-hooks.ts";
import { VoidStorage } from "./void-storage.ts";

const Cache: typeof VoidStorage & Constructor<AsyncCacheBackend> = CacheMixin(VoidStorage);

/** Cache that validates values without storing them: disables caching without other code changes. */
export class VoidCache extends Cache {
  /** @throws {RangeError} for bounds that are not whole numbers from 1; {@link TypeError} for bounds that are not numbers. */
  constructor(options: CacheBounds & StorageOptions = {}) {
    super(options);
  }
}

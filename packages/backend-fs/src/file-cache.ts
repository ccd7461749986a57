import {
  type AsyncCacheBackend,
  type CacheBounds,
  CacheMixin,
  type Constructor,
  type StorageOptions,
} from "@results-manager/core";
import type { FileOptions } from "./file-options.ts";
import { FileStorage } from "./file-storage.ts";

const Cache: typeof FileStorage & Constructor<AsyncCacheBackend> = CacheMixin(FileStorage);

/**
 * Keeps each value in a file of its own, in the reserved folder of a store, beside whatever results are there. Any number of processes
 * may use the folder at once.
 *
 * @example
 * ```ts
 * await using cache = new FileCache("./data", { durability: "process", maxBytes: 1e9 });
 * const page = await cache.getOrCompute("https://example.com/1", fetchPage, { ttlSeconds: 3600 });
 * ```
 */
export class FileCache extends Cache {
  /** @throws as {@link FileStorage}; {@link RangeError} for bounds that are no whole numbers from 1. */
  constructor(baseDir: string, options: FileOptions & CacheBounds & StorageOptions = {}) {
    super(baseDir, options);
  }
}

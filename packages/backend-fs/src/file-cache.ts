import { type CacheBounds, CacheFace } from "@results-manager/core";
import { CACHE_BOUNDS, checkOptions, parseBounds, pickOptions } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import { FILE_OPTIONS, type FileOptions } from "./file-options.ts";
import { FileStorage } from "./file-storage.ts";

/**
 * Stores each value in its own file, in the reserved folder of a store, which may also hold results. Any number of processes may use the
 * folder at once.
 *
 * @example
 * ```ts
 * await using cache = new FileCache("./data", { durability: "process", maxBytes: 1e9 });
 * const page = await cache.getOrCompute("https://example.com/1", fetchPage, { ttlSeconds: 3600 });
 * ```
 */
export class FileCache extends CacheFace {
  declare readonly storage: FileStorage;
  /** @throws as {@link FileStorage}; {@link RangeError} for bounds that are not positive integers. */
  constructor(baseDir: string | URL, options: FileOptions & CacheBounds & StorageOptions = {}) {
    checkOptions(options, { ...FILE_OPTIONS, ...CACHE_BOUNDS }, "a cache of files");
    const bounds = parseBounds(options); // Checked before anything is opened.
    super(new FileStorage(baseDir, pickOptions(options, FILE_OPTIONS)), bounds);
  }
}

import type { FileOptions } from "@results-manager/backend-fs";
import { MemoryBackend, type StorageOptions, StoreNotFoundError } from "@results-manager/core";
import { AsyncResultsManager } from "./async-results-manager.ts";
import { folderOf, schemeOf } from "./store-url.ts";

/** How a store is opened. `durability` means nothing to `memory:`, and is ignored there. */
export interface OpenOptions extends FileOptions, StorageOptions {}

const SUPPORTED = "a path such as './data', 'file:./data', 'file:///abs/data' or 'memory:'";

/**
 * Opens the store that a URL names, so that one setting decides where results are kept.
 *
 * A path or a `file:` URL is a store of files, `memory:` is a new and empty one in memory.
 *
 * @throws {TypeError} for a scheme that is not supported.
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no store.
 * @throws {StorageError} when the folder cannot be made, or is a file.
 *
 * @example
 * ```ts
 * await using results = await openResults(process.env.RESULTS ?? "./data");
 * ```
 */
// Asynchronous although files need it not: media to come connect first.
export async function openResults(url: string | URL, options: OpenOptions = {}): Promise<AsyncResultsManager> {
  const text = url instanceof URL ? url.href : url;
  if (typeof text !== "string" || text === "") {
    throw new TypeError(`openResults needs ${SUPPORTED}, got ${text === "" ? "''" : typeof text}.`);
  }
  if (typeof options !== "object" || options === null) {
    throw new TypeError(
      `The options of openResults must be an object, got ${options === null ? "null" : typeof options}.`,
    );
  }
  const scheme = schemeOf(text);
  if (scheme === undefined) return new AsyncResultsManager({ ...options, baseDir: text });
  if (scheme === "file") return new AsyncResultsManager({ ...options, baseDir: folderOf(text) });
  if (scheme === "memory") return openMemory(text, options);
  if (scheme === "sqlite") {
    throw new TypeError(`The SQLite backend is not available yet in this release, got '${text}'. Use ${SUPPORTED}.`);
  }
  throw new TypeError(
    `There is no store for '${scheme}:', got '${text}'. Use ${SUPPORTED}; put './' before a folder's name.`,
  );
}

function openMemory(url: string, options: OpenOptions): AsyncResultsManager {
  if (url.length > "memory:".length) throw new TypeError(`'memory:' takes nothing behind it, got '${url}'.`);
  if (options.createIfMissing === false) throw new StoreNotFoundError(url);
  return new AsyncResultsManager({ backend: new MemoryBackend(options) });
}

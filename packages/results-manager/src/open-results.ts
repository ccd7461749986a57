import type { FileOptions } from "@results-manager/backend-fs";
import type { SqliteOptions } from "@results-manager/backend-sqlite";
import { MemoryBackend, type StorageOptions, StoreNotFoundError } from "@results-manager/core";
import { AsyncResultsManager } from "./async-results-manager.ts";
import { pathOf, schemeOf } from "./store-url.ts";

/** How a store is opened. What means nothing to its medium is ignored there. */
export interface OpenOptions extends FileOptions, SqliteOptions, StorageOptions {}

const SUPPORTED = "a path such as './data', 'file:./data', 'file:///abs/data', 'sqlite:./results.db' or 'memory:'";

/**
 * Opens the store that a URL names, so that one setting decides where results are kept.
 *
 * A path or a `file:` URL is a store of files, `sqlite:` with a path one in a SQLite database, `memory:` and `sqlite::memory:` are new and
 * empty ones in memory.
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
  if (scheme === "file") return new AsyncResultsManager({ ...options, baseDir: pathOf(text) });
  if (scheme === "memory") return openMemory(text, options);
  if (scheme === "sqlite") return openSqlite(text, options);
  throw new TypeError(
    `There is no store for '${scheme}:', got '${text}'. Use ${SUPPORTED}; put './' before a folder's name.`,
  );
}

async function openSqlite(url: string, options: OpenOptions): Promise<AsyncResultsManager> {
  const path = /^sqlite::memory:$/i.test(url) ? ":memory:" : pathOf(url);
  // Only now: those who keep files need neither Kysely nor a native module.
  const { SqliteBackend } = await import("@results-manager/backend-sqlite");
  return new AsyncResultsManager({ backend: new SqliteBackend(path, options) });
}

function openMemory(url: string, options: OpenOptions): AsyncResultsManager {
  if (url.length > "memory:".length) throw new TypeError(`'memory:' takes nothing behind it, got '${url}'.`);
  if (options.createIfMissing === false) throw new StoreNotFoundError(url);
  return new AsyncResultsManager({ backend: new MemoryBackend(options) });
}

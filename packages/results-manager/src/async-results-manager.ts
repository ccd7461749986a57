import { FileBackend, type FileOptions } from "@results-manager/backend-fs";
import {
  type AsyncResultsBackend,
  type AsyncResultsManagerOptions as BackendManagerOptions,
  AsyncResultsManager as CoreManager,
} from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";
import { schemeOf } from "./store-url.ts";

/** Description of a store of files, with options. */
export interface FileManagerOptions extends FileOptions, StorageOptions {
  /** Folder of the results. */
  readonly baseDir: string;
}

/** Options of a manager: a folder for a store of files, or any backend. */
export type AsyncResultsManagerOptions = FileManagerOptions | BackendManagerOptions;

/**
 * Manages results in files, or in any backend.
 *
 * @example
 * ```ts
 * await using results = new AsyncResultsManager("./data");
 * await results.set("runs/7/loss", { value: 0.3 }, { model: Loss });
 * ```
 */
export class AsyncResultsManager extends CoreManager {
  /**
   * @param store the folder of a store of files; `{ baseDir }` with options; or `{ backend }`.
   * @throws {TypeError} for anything else.
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no folder.
   * @throws {StorageError} when the folder cannot be made, or is a file.
   */
  constructor(store: string | AsyncResultsManagerOptions) {
    super({ backend: backendOf(store) });
  }
}

function backendOf(store: unknown): AsyncResultsBackend {
  if (typeof store === "string") return fileBackend(store, {});
  if (typeof store !== "object" || store === null) throw misuse(store === null ? "null" : typeof store);
  const { baseDir, backend, ...options } = store as Partial<FileManagerOptions & BackendManagerOptions>;
  if (backend === undefined) {
    if (baseDir === undefined) throw misuse("neither baseDir nor backend");
    return fileBackend(baseDir, options);
  }
  const [superfluous] = baseDir === undefined ? Object.keys(options) : ["baseDir"];
  if (superfluous !== undefined) {
    throw new TypeError(
      `A manager with a backend takes nothing else, got ${superfluous}. Pass it to the backend instead.`,
    );
  }
  return backend;
}

function fileBackend(baseDir: string, options: FileOptions & StorageOptions): FileBackend {
  const scheme = typeof baseDir === "string" ? schemeOf(baseDir) : undefined;
  if (scheme === undefined) return new FileBackend(baseDir, options);
  // Without this check, 'memory:' would silently become a folder of that name.
  throw new TypeError(
    `AsyncResultsManager takes the path of a folder, got the URL '${baseDir}'. ` +
      `Use openResults('${baseDir}'), or './${baseDir}' for a folder of that name.`,
  );
}

function misuse(given: string): TypeError {
  return new TypeError(`AsyncResultsManager needs the path of a folder, { baseDir } or { backend }, got ${given}.`);
}

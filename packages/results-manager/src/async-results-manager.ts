import { FileBackend, type FileOptions } from "@results-manager/backend-fs";
import {
  type AsyncResultsBackend,
  type AsyncResultsManagerOptions as BackendManagerOptions,
  AsyncResultsManager as CoreManager,
} from "@results-manager/core";
import { given } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";
import { askForMedium } from "./ask-for-medium.ts";
import type { FileManagerOptions } from "./file-manager-options.ts";
import { schemeOf } from "./store-url.ts";

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
   * @param store the folder of a store of files, as a path or a `file:` URL; `{ baseDir }` with options; or `{ backend }`.
   * @param options of a store of files, if its folder is the first argument.
   * @throws {TypeError} for anything else, and for an unknown or invalid option.
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` with `createIfMissing: false`, when there is no folder.
   * @throws {StorageError} when the folder cannot be made, or is a file.
   */
  constructor(store: string | URL | AsyncResultsManagerOptions, options?: FileOptions & StorageOptions) {
    super({ backend: backendOf(store, options) });
  }
}

function backendOf(store: unknown, second: FileOptions & StorageOptions = {}): AsyncResultsBackend {
  if (typeof store === "string") {
    const folderForm = `new AsyncResultsManager({ baseDir: '${store}' })`;
    if (schemeOf(store) === undefined) askForMedium(store, folderForm, (url) => `openResults('${url}')`);
    return fileBackend(store, second);
  }
  if (store instanceof URL) return fileBackend(store, second);
  if (typeof store !== "object" || store === null) throw misuse(given(store));
  const { baseDir, backend, ...own } = store as Partial<FileManagerOptions & BackendManagerOptions>;
  const options = { ...own, ...second };
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

function fileBackend(baseDir: string | URL, options: FileOptions & StorageOptions): FileBackend {
  const scheme = typeof baseDir === "string" ? schemeOf(baseDir) : undefined;
  if (scheme === undefined) return new FileBackend(baseDir, options);
  // Without this check, 'memory:' would silently become a folder of that name.
  throw new TypeError(
    `AsyncResultsManager takes the path of a folder, got the URL '${baseDir}'. ` +
      `Use openResults('${baseDir}'), or './${baseDir}' for a folder of that name.`,
  );
}

function misuse(got: string): TypeError {
  return new TypeError(`AsyncResultsManager needs the path of a folder, { baseDir } or { backend }, got ${got}.`);
}

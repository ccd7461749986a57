import { FileBackend, FileCache, FileCalls } from "@results-manager/backend-fs";
import { SqliteBackend, SqliteCache, SqliteCalls } from "@results-manager/backend-sqlite";
import type { AsyncCacheBackend, AsyncResultsBackend, CallStorage } from "@results-manager/core";
import type { StorageOptions } from "@results-manager/core/storage";

/** The faces of one store; values are those of its calls. */
export interface Faces {
  readonly results: AsyncResultsBackend;
  readonly cache: AsyncCacheBackend;
  readonly calls: CallStorage;
}

/** Opens every face of the store at a path. */
export type OpenFaces = (path: string, options: StorageOptions) => Faces;

/** The media whose stores are kept, and where a store lies in the folder of a layout. */
export const MEDIA: Readonly<Record<string, { readonly path: string; readonly open: OpenFaces }>> = {
  files: {
    path: "files",
    open: (path, options) => ({
      results: new FileBackend(path, options),
      cache: new FileCache(path, options),
      calls: new FileCalls(path, options),
    }),
  },
  sqlite: {
    path: "store.db",
    open: (path, options) => ({
      results: new SqliteBackend(path, options),
      cache: new SqliteCache(path, options),
      calls: new SqliteCalls(path, options),
    }),
  },
};

/** Closes every face. */
export async function closeFaces({ results, cache, calls }: Faces): Promise<void> {
  await Promise.all([results.close(), cache.close(), calls.close()]);
}

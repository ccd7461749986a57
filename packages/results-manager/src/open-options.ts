import type { FileOptions } from "@results-manager/backend-fs";
import type { PostgresOptions } from "@results-manager/backend-postgres";
import type { SqliteOptions } from "@results-manager/backend-sqlite";
import type { CacheBounds } from "@results-manager/core";
import { CACHE_BOUNDS, type OptionNames, STORAGE_OPTIONS } from "@results-manager/core/internal";
import type { StorageOptions } from "@results-manager/core/storage";

/** Options for opening a store. An option that the medium of the URL does not have is refused. */
export interface OpenOptions extends FileOptions, SqliteOptions, PostgresOptions, StorageOptions {}

/** Options for opening a cache. An option that the medium of the URL does not have is refused. */
export interface OpenCacheOptions extends OpenOptions, CacheBounds {}

// Named here, not imported: the packages of databases are loaded when one is opened.

/** Names of the options of every medium. In memory, `durability` has no effect. */
export const MEDIUM_OPTIONS: OptionNames<Omit<FileOptions, "readOnly"> & StorageOptions> = {
  createIfMissing: true,
  durability: true,
  ...STORAGE_OPTIONS,
};

/** Names of the options of a store of files. */
export const FILE_OPTIONS: OptionNames<FileOptions & StorageOptions> = { ...MEDIUM_OPTIONS, readOnly: true };

/** Names of the options of a SQLite store. */
export const SQLITE_OPTIONS: OptionNames<SqliteOptions & StorageOptions> = {
  ...FILE_OPTIONS,
  busyTimeoutMs: true,
  cacheBytes: true,
  pruneIntervalSeconds: true,
};

/** Names of the options of a PostgreSQL store. */
export const POSTGRES_OPTIONS: OptionNames<PostgresOptions & StorageOptions> = {
  ...MEDIUM_OPTIONS,
  schema: true,
  timeoutMs: true,
  maxConnections: true,
  prepare: true,
  partitions: true,
  pruneIntervalSeconds: true,
};

/** Names of the options for opening a store. */
export const OPEN_OPTIONS: OptionNames<OpenOptions> = { ...FILE_OPTIONS, ...SQLITE_OPTIONS, ...POSTGRES_OPTIONS };

/** Names of the options for opening a cache. */
export const OPEN_CACHE_OPTIONS: OptionNames<OpenCacheOptions> = { ...OPEN_OPTIONS, ...CACHE_BOUNDS };

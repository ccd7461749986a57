import type { FileOptions } from "@results-manager/backend-fs";
import type { PostgresOptions } from "@results-manager/backend-postgres";
import type { SqliteOptions } from "@results-manager/backend-sqlite";
import type { StorageOptions } from "@results-manager/core/storage";

/** Options for opening a store. Options that do not apply to the medium are ignored. */
export interface OpenOptions extends FileOptions, SqliteOptions, PostgresOptions, StorageOptions {}

import { type FileOptions, FileStorage } from "@results-manager/backend-fs";
import { type SqliteOptions, SqliteStorage } from "@results-manager/backend-sqlite";
import { CallsFace } from "@results-manager/core";
import { DestructuringMixin, type StorageOptions } from "@results-manager/core/storage";

const SplitFiles = DestructuringMixin(FileStorage);
const SplitSqlite = DestructuringMixin(SqliteStorage);

/** Calls in files whose values are split as far as possible, so that kills can tear the most. */
export class SplitCallFile extends CallsFace {
  constructor(folder: string, options?: FileOptions & StorageOptions) {
    super(new SplitFiles(folder, options));
  }
}

/** Calls in SQLite whose values are split as far as possible. */
export class SplitSqliteCalls extends CallsFace {
  constructor(path: string, options?: SqliteOptions & StorageOptions) {
    super(new SplitSqlite(path, options));
  }
}

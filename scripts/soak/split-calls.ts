import { FileStorage } from "@results-manager/backend-fs";
import { SqliteStorage } from "@results-manager/backend-sqlite";
import type { CallStorage } from "@results-manager/core";
import { CallsMixin, type Constructor, DestructuringMixin } from "@results-manager/core/storage";

/** Calls in files whose values are split as far as possible, so that kills can tear the most. */
export const SplitCallFile: typeof FileStorage & Constructor<CallStorage> = CallsMixin(DestructuringMixin(FileStorage));

/** Calls in SQLite whose values are split as far as possible. */
export const SplitSqliteCalls: typeof SqliteStorage & Constructor<CallStorage> = CallsMixin(
  DestructuringMixin(SqliteStorage),
);

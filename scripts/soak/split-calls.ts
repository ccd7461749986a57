import { FileStorage } from "@results-manager/backend-fs";
import { SqliteStorage } from "@results-manager/backend-sqlite";
import { type CallStorage, CallsMixin, type Constructor, DestructuringMixin } from "@results-manager/core";

/** Calls in files whose values are split as far as they can be: the most there is to tear. */
export const SplitCallFile: typeof FileStorage & Constructor<CallStorage> = CallsMixin(DestructuringMixin(FileStorage));

/** The same in SQLite. */
export const SplitSqliteCalls: typeof SqliteStorage & Constructor<CallStorage> = CallsMixin(
  DestructuringMixin(SqliteStorage),
);

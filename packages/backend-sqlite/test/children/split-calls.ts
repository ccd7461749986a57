import { SqliteStorage } from "@results-manager/backend-sqlite";
import type { CallStorage } from "@results-manager/core";
import { CallsMixin, type Constructor, DestructuringMixin } from "@results-manager/core/storage";

/** Calls whose values are split as far as they can be. */
export const SplitCalls: typeof SqliteStorage & Constructor<CallStorage> = CallsMixin(
  DestructuringMixin(SqliteStorage),
);

import { type SqliteOptions, SqliteStorage } from "@results-manager/backend-sqlite";
import { CallsFace } from "@results-manager/core";
import { DestructuringMixin, type StorageOptions } from "@results-manager/core/storage";

const SplitStorage = DestructuringMixin(SqliteStorage);

/** Calls whose values are split as far as they can be. */
export class SplitCalls extends CallsFace {
  constructor(path: string, options?: SqliteOptions & StorageOptions) {
    super(new SplitStorage(path, options));
  }
}

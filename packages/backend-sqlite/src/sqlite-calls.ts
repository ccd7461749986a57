import type { CallStorage } from "@results-manager/core";
import { CallsMixin, type Constructor } from "@results-manager/core/storage";
import { SqliteStorage } from "./sqlite-storage.ts";

const Calls: typeof SqliteStorage & Constructor<CallStorage> = CallsMixin(SqliteStorage);

/**
 * Stores calls and their values in a SQLite database. A call is written with its values in one transaction; queries are SQL.
 *
 * @example
 * ```ts
 * await using storage = new SqliteCalls("./calls.db");
 * const countTokens = memoize(count, { storage, parameters: ["text"] });
 * ```
 */
export class SqliteCalls extends Calls {}

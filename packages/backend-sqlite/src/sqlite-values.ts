import type { ValueStorage } from "@results-manager/core";
import { type Constructor, ValuesMixin } from "@results-manager/core/storage";
import { SqliteStorage } from "./sqlite-storage.ts";

const Values: typeof SqliteStorage & Constructor<ValueStorage> = ValuesMixin(SqliteStorage);

/** Stores values in a SQLite database, each once. A value and its parts are written in one transaction. */
export class SqliteValues extends Values {}

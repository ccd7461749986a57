import { type Constructor, type ValueStorage, ValuesMixin } from "@results-manager/core";
import { SqliteStorage } from "./sqlite-storage.ts";

const Values: typeof SqliteStorage & Constructor<ValueStorage> = ValuesMixin(SqliteStorage);

/** Stores values in a SQLite database, each once. A value and its parts are written in one transaction. */
export class SqliteValues extends Values {}

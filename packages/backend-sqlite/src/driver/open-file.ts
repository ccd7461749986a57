import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { StorageError, StoreNotFoundError } from "@results-manager/core";
import { nativeModuleError } from "@results-manager/core/internal";
import { makeFolders } from "@results-manager/core/storage";
import { findDriver } from "./find-driver.ts";
import { ImmutableDatabase } from "./immutable-database.ts";
import { openDatabase, type SqliteDatabase } from "./native.ts";
import { sqliteCode, sqliteError } from "./sqlite-error.ts";
import type { ResolvedSqliteOptions } from "./sqlite-options.ts";
import { syncNewFolders } from "./sync-path.ts";

const ADVICE = "Use files or 'memory:' there, or Node on Linux, macOS or Windows (x64, arm64).";
/** Codes of errors of a native module that is missing, or was built for another system. */
const MISSING: readonly unknown[] = ["MODULE_NOT_FOUND", "ERR_DLOPEN_FAILED", "ERR_DLOPEN_DISABLED"];

/** Codes of SQLite where reading needs a log, or its index, that cannot be made. */
const NEEDS_WRITING = /^SQLITE_(?:CANTOPEN|READONLY)/;

/** Path of a database in memory. */
export const MEMORY = ":memory:";

/**
 * Opens a database without reading from it, and creates the file and its folder if the options say so.
 *
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND`; {@link StorageError} when it cannot be created or opened, `NATIVE_MODULE_MISSING` where
 * better-sqlite3 cannot be loaded; as {@link ImmutableDatabase} with `readOnly`, in a folder that cannot be written.
 */
export function openFile(
  path: string,
  { createIfMissing, readOnly, durability }: ResolvedSqliteOptions,
): SqliteDatabase {
  const mayMake = createIfMissing && !readOnly;
  if (path === MEMORY) return load(path, { readOnly: false, mustExist: false });
  if (!mayMake && !existsSync(path)) {
    throw new StoreNotFoundError(path, readOnly ? "open it once without readOnly" : undefined);
  }
  try {
    const folder = dirname(path);
    const first = mayMake ? makeFolders(folder) : undefined;
    if (first !== undefined && durability === "full") syncNewFolders(first, folder);
    const database = load(path, { readOnly, mustExist: !mayMake });
    return readOnly ? readable(database, path) : database;
  } catch (error) {
    if (sqliteCode(error) !== undefined) throw sqliteError(error, path);
    if (error instanceof Error && "syscall" in error) {
      throw new StorageError(`Could not create or sync the folder of '${path}': ${error.message}.`, { cause: error });
    }
    throw error;
  }
}

/** Returns the database, opened as immutable where SQLite cannot read it since nothing can be created in its folder. */
function readable(database: SqliteDatabase, path: string): SqliteDatabase {
  try {
    database.pragma("schema_version");
    return database;
  } catch (error) {
    if (!NEEDS_WRITING.test(sqliteCode(error) ?? "")) return database; // The first operation reports it.
    database.close();
    return new ImmutableDatabase(path, error);
  }
}

function load(path: string, how: Parameters<typeof openDatabase>[1]): SqliteDatabase {
  try {
    return openDatabase(path, how, findDriver);
  } catch (error) {
    if (!MISSING.includes((error as NodeJS.ErrnoException).code)) throw error;
    throw nativeModuleError("better-sqlite3", "SQLite needs", ADVICE, error);
  }
}

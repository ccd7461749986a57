import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { StorageError, StoreNotFoundError } from "@results-manager/core";
import { openDatabase, type SqliteDatabase } from "./native.ts";
import { sqliteCode, sqliteError } from "./sqlite-error.ts";
import type { ResolvedSqliteOptions } from "./sqlite-options.ts";
import { syncNewFolders } from "./sync-path.ts";

/** Path of a database in memory. */
export const MEMORY = ":memory:";

/**
 * Opens a database without reading from it, and creates the file and its folder if the options say so.
 *
 * @throws {StoreNotFoundError} `STORE_NOT_FOUND`; {@link StorageError} when it cannot be created or opened.
 */
export function openFile(
  path: string,
  { createIfMissing, readOnly, durability }: ResolvedSqliteOptions,
): SqliteDatabase {
  const mayMake = createIfMissing && !readOnly;
  if (path === MEMORY) return openDatabase(path, { readOnly: false, mustExist: false });
  if (!mayMake && !existsSync(path)) throw new StoreNotFoundError(path);
  try {
    const folder = dirname(path);
    const first = mayMake ? mkdirSync(folder, { recursive: true }) : undefined;
    if (first !== undefined && durability === "full") syncNewFolders(first, folder);
    return openDatabase(path, { readOnly, mustExist: !mayMake });
  } catch (error) {
    if (sqliteCode(error) !== undefined) throw sqliteError(error, path);
    if (error instanceof Error && "syscall" in error) {
      throw new StorageError(`Could not create or sync the folder of '${path}': ${error.message}.`, { cause: error });
    }
    throw error;
  }
}

import { Connection } from "./connection.ts";
import type { DatabaseFile } from "./database-file.ts";
import { findDriver } from "./find-driver.ts";
import { limitCache } from "./limit-cache.ts";
import { openDatabase } from "./native.ts";

/**
 * Opens a second connection that only reads, so that queries neither wait for the operations of the store nor hold them up; `undefined` where
 * there can be none: then queries use the connection of the store.
 *
 * @param file of the store; a database that has replaced it must not be read.
 */
export function openForReading(path: string, file: DatabaseFile, cacheBytes?: number): Connection | undefined {
  try {
    file.assertThere();
    const connection = new Connection(openDatabase(path, { readOnly: true, mustExist: true }, findDriver));
    try {
      file.assertThere();
      connection.database.pragma("schema_version");
      limitCache(connection.database, cacheBytes);
      return connection;
    } catch {
      connection.close();
    }
  } catch {} // The file was moved, or there are too many open files.
  return undefined;
}

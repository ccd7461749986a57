import { statSync } from "node:fs";

const DATABASE = /\.(?:db|db3|sqlite|sqlite3)$/i;

/**
 * Asks whether SQLite was meant by a path that ends as the name of a database does, unless it is a folder.
 *
 * @param folderForm Way to name a folder of that name.
 * @throws {TypeError} when it seems so.
 */
export function askForSqlite(path: string, folderForm: string): void {
  if (!DATABASE.test(path) || statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new TypeError(
    `'${path}' would be a folder of files. Was a SQLite database meant? Then use openResults('sqlite:${path}'), ` +
      `or for a folder of that name ${folderForm}.`,
  );
}

import type { SqliteDatabase } from "./native.ts";

/**
 * Maps the beginning of a database into memory, from which its connection reads: a page is not copied then.
 *
 * @param mappedBytes size of the beginning; with 0, all is read as usual.
 */
export function mapDatabase(database: SqliteDatabase, mappedBytes: number): void {
  if (mappedBytes > 0) database.pragma(`mmap_size = ${mappedBytes}`);
}

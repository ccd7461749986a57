import type { SqliteDatabase } from "./native.ts";

/** Limits the pages of a database that its connection keeps in memory, if a size in bytes is given. */
export function limitCache(database: SqliteDatabase, cacheBytes: number | undefined): void {
  if (cacheBytes !== undefined) database.pragma(`cache_size = -${Math.ceil(cacheBytes / 1024)}`);
}

import { lstatSync, mkdirSync, realpathSync, renameSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { type Database, withDatabase } from "../open-database.ts";
import type { Place } from "./fault.ts";
import { RESERVED } from "./folder-check.ts";

/** Ending of files in a quarantine: other readers of the folder take every `.json` for a result. */
const ENDING = ".damaged";
const TABLE = "results_manager_quarantine";
const COLUMNS = "id, model_type, namespace, data, created_at, updated_at, version, types, expires_at";

/** Tells whether a file is in the folder of a store. What is behind a link of it may belong to another store, and is not moved. */
export function isInside(base: string, place: Place): boolean {
  return "path" in place && `${realpathSync(dirname(place.path))}${sep}`.startsWith(`${realpathSync(base)}${sep}`);
}

/**
 * Moves damaged files of a store into a new folder, each with its path relative to the store; returns that folder.
 *
 * @throws {Error} where the place of the quarantine is a link, which may lead out of the store.
 */
export function moveFiles(base: string, places: readonly Place[]): string {
  for (const place of [join(base, RESERVED), join(base, RESERVED, "quarantine")]) {
    if (lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) {
      throw new Error(`'${place}' is a link, which may lead out of the store: remove it.`);
    }
  }
  const folder = join(base, RESERVED, "quarantine", new Date().toISOString().replaceAll(":", "-"));
  for (const place of places) {
    if (!("path" in place)) continue;
    const target = `${join(folder, relative(base, place.path))}${ENDING}`;
    mkdirSync(dirname(target), { recursive: true });
    renameSync(place.path, target);
  }
  return folder;
}

/** Moves damaged rows of a database into a table, as they are; returns the name of the table. */
export function moveRows(path: string, places: readonly Place[]): string {
  withDatabase(path, { fileMustExist: true }, (database) => {
    database.pragma("foreign_keys = ON");
    database.exec("begin immediate");
    // Columns without a type keep what they get.
    database.exec(`create table if not exists ${TABLE} (moved_at, source, ${COLUMNS})`);
    for (const place of places) if ("table" in place) moveRow(database, place.table, place.id);
    database.exec("commit");
  });
  return TABLE;
}

function moveRow(database: Database, table: string, id: unknown): void {
  const copy = `insert into ${TABLE} select ?, ?, ${COLUMNS} from "${table}" where id is ?`;
  database.prepare(copy).run(new Date().toISOString(), table, id);
  database.prepare(`delete from "${table}" where id is ?`).run(id);
}

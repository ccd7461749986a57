import { parseId } from "@results-manager/core";
import { type Space, takesDigests } from "@results-manager/core/storage";
import type { FaceName } from "results-manager";
import { type Database, withDatabase } from "../open-database.ts";
import { SPACES } from "./check-records.ts";
import type { Fault } from "./fault.ts";

const DIGEST = /^[0-9a-f]{64}$/;
/** Number of faults of the database itself that are listed. */
const MANY = 100;

/** Codes of SQLite where reading needs a log, or its index, that cannot be made. */
const NEEDS_WRITING = /^SQLITE_(?:CANTOPEN|READONLY)/;

/** Returns the table of a space. */
export function tableOf(space: Space): string {
  return space === "results" ? space : `results_manager_${space}`;
}

/**
 * Finds faults of a database that its records do not show: of its pages and indexes, and rows that no call finds.
 *
 * @param note tells people what could not be checked.
 */
export function checkDatabase(path: string, note: (line: string) => void): Fault[] {
  try {
    return withDatabase(path, { readonly: true, fileMustExist: true }, (database) => [
      ...integrityFaults(database),
      ...rowFaults(database),
    ]);
  } catch (error) {
    const { code = "", message } = error as Error & { readonly code?: string };
    if (!NEEDS_WRITING.test(code)) return [pageFault(message)];
    note(`Pages, indexes and raw ids were not checked, since nothing can be written beside '${path}': ${message}.`);
    return [];
  }
}

function* integrityFaults(database: Database): Generator<Fault> {
  const told = database.prepare(`pragma integrity_check(${MANY})`).pluck().all() as string[];
  for (const message of told) if (message !== "ok") yield pageFault(message);
  const strays = database.prepare("pragma foreign_key_check").raw().all() as [table: string, row: unknown][];
  for (const [table] of strays.slice(0, MANY)) {
    yield { face: "store", key: table, kind: "database", message: "It has a row of a call that is not stored." };
  }
}

function pageFault(message: string): Fault {
  return { face: "store", key: "", kind: "database", message, forbidsWriting: true };
}

function* rowFaults(database: Database): Generator<Fault> {
  const tables = new Set(database.prepare("select name from sqlite_master where type = 'table'").pluck().all());
  for (const [face, spaces] of Object.entries(SPACES) as [FaceName, readonly Space[]][]) {
    for (const space of spaces) {
      const table = tableOf(space);
      if (tables.has(table)) yield* badIds(database, face, space, table);
    }
  }
}

function* badIds(database: Database, face: FaceName, space: Space, table: string): Generator<Fault> {
  for (const id of database.prepare(`select id from "${table}"`).pluck().iterate()) {
    if (typeof id === "string" && isKey(space, id)) continue;
    const message = "It has an id that no call accepts, so that none finds it.";
    const key = Buffer.isBuffer(id) ? `x'${id.toString("hex")}'` : String(id);
    yield { face, key, kind: "bad name", message, place: { table, id }, isStill: async () => true };
  }
}

function isKey(space: Space, id: string): boolean {
  if (takesDigests(space)) return DIGEST.test(id);
  if (space !== "results") return id !== "";
  try {
    return parseId(id) === id;
  } catch {
    return false;
  }
}

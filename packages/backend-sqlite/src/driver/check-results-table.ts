import { StorageError } from "@results-manager/core";
import { PYTHON_COLUMNS } from "@results-manager/sql";
import type { Connection } from "./connection.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: unknown;
  /** Not 0 for a hidden or generated column. */
  readonly hidden: number;
}

/** Columns whose text would become a number in a column with numeric affinity. */
const TEXTS = ["id", "model_type", "namespace", "data", "types"];
const OWN = new Set<string>(["version", "types", "expires_at"]);
/** Columns of this library whose numbers must stay numbers, and those that are null for most records. */
const NUMBERS = ["version", "expires_at"];
const OPTIONAL = ["types", "expires_at"];

/**
 * Refuses a table `results` of another application. No such table, or one of the Python library, is accepted.
 *
 * @throws {StorageError} saying what is wrong with it.
 */
export function checkResultsTable(connection: Connection, path: string): void {
  const defect = findDefect(connection);
  if (defect === undefined) return;
  throw new StorageError(
    `'${path}' has a 'results' of another program: ${defect}. It was not changed. Expected no such table, or one made by the Python results_manager; use a separate database for results.`,
  );
}

function findDefect({ database }: Connection): string | undefined {
  const type = database.prepare("select type from pragma_table_list('results') where schema = 'main'").pluck().get();
  if (type === undefined) return undefined;
  if (type !== "table") return `it is a ${type}, not a table`;
  const columns = database.prepare("select * from pragma_table_xinfo('results')").all() as Column[];
  const missing = PYTHON_COLUMNS.filter((name) => !columns.some((column) => column.name === name));
  if (missing.length > 0) return `it has no column '${missing.join("', '")}'`;
  for (const { name, type, notnull, dflt_value, hidden } of columns) {
    const isKnown = (PYTHON_COLUMNS as readonly string[]).includes(name) || OWN.has(name);
    if (isKnown && hidden !== 0) return `its column '${name}' is computed`;
    if (NUMBERS.includes(name) && makesText(type)) return `its column '${name}' is ${type}, not a number`;
    if (OPTIONAL.includes(name) && notnull === 1) return `its column '${name}' must not be null`;
    if (TEXTS.includes(name) && !keepsText(type)) return `its column '${name}' is ${type}, not text`;
    if (!isKnown && notnull === 1 && dflt_value === null && hidden === 0) return `its column '${name}' has no default`;
  }
  return hasKey(database) ? undefined : "its column 'id' is not unique, by code points";
}

/** Tells whether a unique index covers `id` alone, for every row, in SQLite's binary order. */
function hasKey(database: Connection["database"]): boolean {
  const indexes = database
    .prepare(`select name from pragma_index_list('results') where "unique" = 1 and partial = 0`)
    .pluck()
    .all();
  const parts = database.prepare("select name, coll from pragma_index_xinfo(?) where key = 1").raw();
  return indexes.some((index) => {
    const [first, ...more] = parts.all(index) as [name: string, collation: string][];
    return first?.[0] === "id" && first[1] === "BINARY" && more.length === 0;
  });
}

/** Tells whether a column keeps text as text, by SQLite's rules of type affinity. */
function keepsText(type: string): boolean {
  return makesText(type) || (!/INT/i.test(type) && (/BLOB/i.test(type) || type === ""));
}

function makesText(type: string): boolean {
  return !/INT/i.test(type) && /CHAR|CLOB|TEXT/i.test(type);
}

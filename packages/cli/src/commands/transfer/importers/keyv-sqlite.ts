import { stat } from "node:fs/promises";
import { UsageError } from "../../../errors/usage-error.ts";
import { type Database, openDatabase } from "../../open-database.ts";
import type { Incoming } from "../incoming.ts";
import { newEntry } from "../new-record.ts";

const MAX_LENGTH = 2 ** 26;

/**
 * Reads the table `keyv` of a database of @keyv/sqlite as cache entries. A key in a namespace is `<namespace>:<key>`, as older releases of Keyv store it.
 *
 * @throws {UsageError} for another file.
 */
export async function readKeyvSqlite(path: string): Promise<AsyncIterable<readonly Incoming[]>> {
  const database = await openKeyv(path);
  const columns = database.prepare("pragma table_info(keyv)").all() as readonly { readonly name: string }[];
  const names = new Set(columns.map(({ name }) => name));
  if (names.has("key") && names.has("value")) return entriesOf(database, names.has("namespace") ? "namespace" : "''");
  database.close();
  throw new UsageError(`'${path}' has no table 'keyv' of @keyv/sqlite.`);
}

async function* entriesOf(database: Database, namespace: string): AsyncGenerator<readonly Incoming[], void, undefined> {
  try {
    const value = `case when length(value) <= ${MAX_LENGTH} then value end`;
    const query = `select key, ${namespace} as namespace, ${value} as value from keyv order by 2, 1`;
    for (const row of database.prepare(query).iterate()) yield [entryOf(row as Row)];
  } finally {
    database.close();
  }
}

interface Row {
  readonly key: unknown;
  readonly namespace: unknown;
  readonly value: unknown;
}

function entryOf({ key: own, namespace, value: text }: Row): Incoming {
  const key = namespace ? `${namespace}:${own}` : String(own);
  const place = `key '${key}'`;
  try {
    if (typeof text !== "string") throw new RangeError(`Expected a value of text of at most ${MAX_LENGTH} characters.`);
    const { value, expires } = (JSON.parse(text, revived) ?? {}) as {
      readonly value?: unknown;
      readonly expires?: unknown;
    };
    if (value === undefined) throw new TypeError("Expected a value of Keyv: { value, expires }.");
    const expiresAt = typeof expires === "number" ? Math.ceil(expires) : undefined;
    return newEntry({ place, size: text.length }, { key, value, expiresAt });
  } catch (error) {
    return { place, error: error as Error };
  }
}

/** Reads text as Keyv writes it: with a colon before text that begins with one, and bytes as base64. */
function revived(_key: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(":")) return value;
  return value.startsWith(":base64:") ? Buffer.from(value.slice(":base64:".length), "base64") : value.slice(1);
}

async function openKeyv(path: string): Promise<Database> {
  try {
    if (!(await stat(path)).isFile()) throw new Error("It is no file.");
    const database = openDatabase(path, { readonly: true, fileMustExist: true });
    database.prepare("select 1 from sqlite_master").all(); // Fails for a file that is no database.
    return database;
  } catch (cause) {
    throw new UsageError(`Cannot read '${path}' as a SQLite database: ${(cause as Error).message}`, { cause });
  }
}

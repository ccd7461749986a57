import { hash } from "node:crypto";
import { type Space, takesLeases } from "@results-manager/core/storage";
import { PAGE } from "@results-manager/sql";
import { channelOf } from "../driver/presence.ts";
import { tableIn } from "../tables/names.ts";
import { encodeText } from "./nul-free.ts";

/** Columns of a record, in the order in which they are written and read, and the types of the arrays that are written. */
const COLUMN_TYPES = {
  id: "text",
  model_type: "text",
  namespace: "text",
  data: "text",
  bytes: "bytea",
  created_at: "text",
  updated_at: "text",
  version: "int8",
  types: "text",
  expires_at: "int8",
  revision: "text",
} as const;

const COLUMNS = Object.keys(COLUMN_TYPES);
/** Columns of a row that is read; see `fromStoredRow`. */
export const RECORD_COLUMNS: string = COLUMNS.join(", ");
/** Further columns of calls: the name of the function, and tokens, one a line. */
const CALL_COLUMNS = ["name", "tokens"];

/**
 * SQL of all operations on the records of one space; parameters in the order of the comments. Rows are written in the order in which they
 * are given, which is that of their keys, so that two statements do not wait for each other.
 */
interface Texts {
  /** The columns of each row. → ids */
  readonly find: string;
  /** The columns of each row, which no other transaction can change before the end of this one. → ids */
  readonly lock: string;
  /** The ids of rows, their revisions, and whether they have expired. → ids, now */
  readonly glance: string;
  /** The ids of rows that have not expired. → ids, now */
  readonly has: string;
  /** Inserts rows where there are none; returns their ids. → rows */
  readonly insert: string;
  /** Copies rows; fails if one exists. */
  readonly copy: string;
  /** Inserts rows; fails if one exists. → rows */
  readonly create: string;
  /** Inserts or replaces rows; keeps the creation time of one that has not expired. → rows, now */
  readonly upsert: string;
  /** Replaces rows of given revisions that have expired, or have not; returns their ids. → rows, now, revisions, have expired */
  readonly replace: string;
  /** Replaces a row as {@link Texts.replace} does; fails with 22012 if it has another revision. */
  readonly replaceOrFail: string;
  /** Removes rows; returns their ids, and whether they had expired. → ids, now */
  readonly remove: string;
  /** Removes rows that have expired; returns their ids. → ids, now */
  readonly removeExpired: string;
  /** Removes rows of given revisions; returns their ids. Of leases, it notifies those who wait for them. → ids, revisions */
  readonly removeUnchanged: string;
  /** Removes the first {@link PAGE} rows of a range that have expired, or have not. → start, before or null, now, have expired */
  readonly removeWithin: string;
}

/** Name by which a wait for a lease is notified, as {@link recordTexts} makes it in SQL. */
export function leaseToken(space: Space, key: string): string {
  return hash("sha256", `${space} ${encodeText(key)}`);
}

/**
 * Statements of a space, for one record, whose parameters are values, and for any number of them, whose parameters are arrays: the server
 * keeps the plan of the former, and plans the latter each time.
 */
export class RecordTexts {
  readonly #one: Texts;
  readonly #many: Texts;

  /** @param isRelaxed commits need not wait for the disk. */
  constructor(schema: string, space: Space, isRelaxed: boolean) {
    this.#one = makeTexts(schema, space, isRelaxed, "");
    this.#many = makeTexts(schema, space, isRelaxed, "[]");
  }

  /** Returns a statement for a number of records. */
  of(name: keyof Texts, count: number): string {
    return (count === 1 ? this.#one : this.#many)[name];
  }
}

function makeTexts(schema: string, space: Space, isRelaxed: boolean, many: "" | "[]"): Texts {
  const table = tableIn(schema, space);
  const columns = space === "calls" ? [...COLUMNS, ...CALL_COLUMNS] : COLUMNS;
  const list = columns.join(", ");
  const now = columns.length + 1;
  const given = columns.map((column, i) => `$${i + 1}::${typeOf(column)}${many}`).join(", ");
  const from = (values: string): string => (many ? `unnest(${values})` : `(values (${values}))`);
  const rows = `${from(given)} as u(${list})`;
  const ids = many ? "any($1::text[])" : "$1::text";
  // Of one statement alone: a setting of the session would be seen by others where a pooler shares it.
  const relaxed = isRelaxed ? ", set_config('synchronous_commit', 'off', true)" : "";
  const insert = `insert into ${table} as r (${list}) select ${columns.map(sourceOf).join(", ")} from ${rows}${relaxed}`;
  const assign = (from: (column: string) => string): string =>
    columns
      .filter((column) => column !== "id")
      .map((column) => `${column} = ${column === "created_at" ? createdAt(from(column), now) : from(column)}`)
      .join(", ");
  const replace =
    `update ${table} as r set ${assign(sourceOf)} from ${from(`${given}, $${now + 1}::text${many}`)} as u(${list}, expected)${relaxed} ` +
    `where r.id = u.id and r.revision = u.expected and coalesce(r.expires_at <= $${now}::int8, false) = $${now + 2}::bool returning r.id`;
  const living = (time: string): string => `(expires_at is null or expires_at > ${time})`;
  // One key after the other, which no plan can change: then the server looks in the partition of a key, and not in all of them.
  const select = (what: string, where = ""): string => {
    const one = (id: string): string => `select ${what} from ${table} where id = ${id}${where}`;
    if (!many) return one(ids);
    return `select r.* from unnest($1::text[]) as u(id) cross join lateral (${one("u.id")} offset 0) as r`;
  };
  return {
    find: select(RECORD_COLUMNS),
    lock: `select ${RECORD_COLUMNS} from ${table} where id = ${ids} order by id for update`,
    glance: select("id, revision, coalesce(expires_at <= $2::int8, false)"),
    has: select("id", ` and ${living("$2::int8")}`),
    insert: `${insert} on conflict (id) do nothing returning id`,
    create: insert,
    copy: `${isRelaxed ? "select set_config('synchronous_commit', 'off', true); " : ""}copy ${table} (${RECORD_COLUMNS}) from stdin (format binary)`,
    upsert: `${insert} on conflict (id) do update set ${assign((column) => `excluded.${column}`)}`,
    replace,
    replaceOrFail: `with replaced as (${replace}) select 1 / count(*) from replaced`,
    remove: `delete from ${table} where id = ${ids} returning id, coalesce(expires_at <= $2::int8, false)`,
    removeExpired: `delete from ${table} where id = ${ids} and expires_at <= $2::int8 returning id`,
    removeUnchanged: notifying(
      schema,
      space,
      `delete from ${table} as r using ${from(`$1::text${many}, $2::text${many}`)} as u(id, revision)${relaxed} where r.id = u.id and r.revision = u.revision returning r.id`,
    ),
    removeWithin:
      `delete from ${table} where id in (select id from ${table} where id >= $1::text and ($2::text is null or id < $2::text) ` +
      `and coalesce(expires_at <= $3::int8, false) = $4::bool order by id limit ${PAGE} for update)`,
  };
}

/** Statement that also notifies stores of the leases that it removes. Other removals do not: it halves the commits of a server. */
function notifying(schema: string, space: Space, text: string): string {
  if (!takesLeases(space)) return text;
  const token = `encode(sha256(convert_to('${space} ' || id, 'UTF8')), 'hex')`;
  return `with removed as (${text}) select id, pg_notify('${channelOf(schema)}', ${token}) from removed`;
}

function typeOf(column: string): string {
  return (COLUMN_TYPES as Readonly<Record<string, string>>)[column] ?? "text";
}

/** A value of a given row; tokens are one text, since arrays of arrays cannot be unnested. */
function sourceOf(column: string): string {
  return column === "tokens" ? "string_to_array(u.tokens, E'\\n')" : `u.${column}`;
}

function createdAt(given: string, now: number): string {
  return `case when r.expires_at <= $${now}::int8 then ${given} else r.created_at end`;
}

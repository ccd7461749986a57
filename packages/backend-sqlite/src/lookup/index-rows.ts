import type { Lookup, Narrowing } from "@results-manager/core/storage";
import type { IndexFields } from "@results-manager/sql";
import { type NamedQuery, narrowingSql, parameter } from "@results-manager/sql/queries";
import { type RawBuilder, sql } from "kysely";
import { compileSql } from "./compile-sql.ts";
import { isOfModel, isUnplaced, keyOfField, nameOfIndex } from "./index-columns.ts";
import { candidateColumns, dataOf, isPause } from "./model-rows.ts";
import { shapeOf } from "./narrowing-values.ts";
import { binder, testsWith } from "./stored-sql.ts";

type Sql = RawBuilder<unknown>;

/** Bytes of rows for each pause: an index leads to rows that do not lie side by side, each of which may have to be read from the disk. */
const PAUSE_BYTES = 2 ** 14;
const IS_PAUSE = isPause(PAUSE_BYTES);

/** Query for the candidates among the entries of an index, of the current version of the model. */
export interface IndexRows {
  readonly lookup: Pick<Lookup, "modelName" | "namespace" | "prefix">;
  readonly fields: IndexFields;
  /** Number of leading fields whose values are given, as `fixed0` and so on; null where the value is missing. */
  readonly isMissing: readonly boolean[];
  /** Entries with one value of the last field, by id, or those of a range of values. */
  readonly of: "group" | "missing group" | "range";
  /** The bounds of the range do not belong to it. */
  readonly isOpen: { readonly low: boolean; readonly high: boolean };
  readonly isDescending: boolean;
  /** Condition that is left when the index has been used. */
  readonly rest: Narrowing;
}

/** Placeholder of a bound. With one that stands alone, SQLite would compile the statement again for each value. */
function bound(name: string): Sql {
  return sql`+${parameter(name)}`;
}

/** Shape of the query. */
export function shapeOfIndexRows(rows: IndexRows): string {
  const { lookup, fields, isMissing, of, isOpen, isDescending, rest } = rows;
  const flags = [
    isOpen.low,
    isOpen.high,
    isDescending,
    lookup.namespace !== undefined,
    lookup.prefix !== undefined,
    ...isMissing,
  ].map(Number);
  return `${nameOfIndex(lookup.modelName, fields)} ${of} ${flags.join("")} ${shapeOf(rest)}`;
}

/** Compiles the query; see `CandidateRow` for the columns. The key of a row is that of the last field. */
export function compileIndexRows(rows: IndexRows): NamedQuery {
  const { lookup, fields, of, isDescending } = rows;
  const key = keyOfField(fields.at(-1) as readonly string[]);
  const isCandidate = restOf(rows);
  const isEach = looksAtEach(rows);
  const direction = sql.raw(isDescending ? "desc" : "asc");
  const order = of === "range" ? sql`${key} ${direction}, id ${direction}` : sql`id ${direction}`;
  const data = isEach ? sql`case when ${isCandidate} then coalesce(data, 0) end` : dataOf(isCandidate, IS_PAUSE);
  const columns = candidateColumns(data, [key]);
  const isRead = isEach ? entriesOf(rows) : sql`${entriesOf(rows)} and (${isCandidate} or ${IS_PAUSE})`;
  const index = sql.id(nameOfIndex(lookup.modelName, fields));
  const query = sql`select ${columns} from results indexed by ${index} where ${isRead} order by ${order} limit 0 + ${parameter("limit")}`;
  return compileSql(query);
}

/** Tells whether nearly every entry is a candidate. The few others, which have expired, are read as pauses, so that no further ones are needed. */
function looksAtEach({ lookup: { namespace, prefix }, rest }: IndexRows): boolean {
  return rest.kind === "any" && namespace === undefined && prefix === undefined;
}

/** Compiles the query for the ids of entries, which looks at no row. */
export function compileEntryIds(rows: IndexRows): NamedQuery {
  const index = sql.id(nameOfIndex(rows.lookup.modelName, rows.fields));
  const query = sql`select id from results indexed by ${index} where ${entriesOf(rows)} limit 0 + ${parameter("limit")}`;
  return compileSql(query);
}

/** Condition on the entries of an index. */
function entriesOf({ lookup, fields, isMissing, of, isOpen, isDescending }: IndexRows): Sql {
  const key = keyOfField(fields.at(-1) as readonly string[]);
  const parts: Sql[] = [
    isOfModel(lookup.modelName),
    sql`${isUnplaced(fields)} = 0`,
    sql`version = ${bound("version")}`,
  ];
  for (const [i, missing] of isMissing.entries()) {
    const fixed = keyOfField(fields[i] as readonly string[]);
    parts.push(missing ? sql`${fixed} is null` : sql`${fixed} = ${bound(`fixed${i}`)}`);
  }
  if (of === "range") {
    parts.push(sql`${key} ${sql.raw(isOpen.low ? ">" : ">=")} ${bound("low")}`);
    parts.push(sql`${key} ${sql.raw(isOpen.high ? "<" : "<=")} ${bound("high")}`);
  } else {
    parts.push(of === "group" ? sql`${key} = ${bound("key")}` : sql`${key} is null`);
    parts.push(sql`id ${sql.raw(isDescending ? "<" : ">")} ${bound("after")}`);
  }
  return sql.join(parts, sql` and `);
}

function restOf({ lookup: { namespace, prefix }, rest }: IndexRows): Sql {
  const parts: Sql[] = [sql`(expires_at is null or expires_at > ${parameter("now")})`];
  if (namespace !== undefined) parts.push(sql`coalesce(namespace, 'default') = ${parameter("namespace")}`);
  if (prefix !== undefined) {
    const below = sql`id >= ${parameter("below")} and id < ${parameter("behind")}`;
    parts.push(sql`(id = ${parameter("prefix")} or (${below}))`);
  }
  if (rest.kind !== "any") parts.push(narrowingSql(rest, testsWith(binder())));
  return sql`(${sql.join(parts, sql` and `)})`;
}

/** Compiles the query for the ids of rows of which the index does not know the place, or whose version is another one. */
export function compileUnplaced(modelName: string, fields: IndexFields, limit: number): NamedQuery {
  const isPlaced = isUnplaced(fields);
  const of = (condition: Sql): Sql =>
    sql`select id from results indexed by ${sql.id(nameOfIndex(modelName, fields))} where ${isOfModel(modelName)} and ${condition}`;
  const [before, behind] = ["<", ">"].map((sign) =>
    of(sql`${isPlaced} = 0 and version ${sql.raw(sign)} ${parameter("version")}`),
  );
  const query = sql`${of(sql`${isPlaced} = 1`)} union all ${before} union all ${behind} limit ${sql.lit(limit)}`;
  return compileSql(query);
}

/** Compiles the query for the living row of an id; see `CandidateRow` for the columns. */
export function compileRow(): NamedQuery {
  const isLiving = sql`(expires_at is null or expires_at > ${parameter("now")})`;
  const query = sql`select ${candidateColumns(sql`coalesce(data, 0)`)} from results where id = ${parameter("id")} and ${isLiving}`;
  return compileSql(query);
}

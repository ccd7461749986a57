import type { Lookup } from "@results-manager/core/storage";
import { type NamedQuery, narrowingSql, parameter } from "@results-manager/sql/queries";
import { type RawBuilder, sql } from "kysely";
import { compileSql } from "./compile-sql.ts";
import { shapeOf } from "./narrowing-values.ts";
import { binder, IS_JSON, testsWith } from "./stored-sql.ts";

type Sql = RawBuilder<unknown>;

/** Way through the rows of the table: by id, in either direction, or as they are stored. */
export type Way = "id" | "-id" | "rowid";

/** Size that is added to that of each row, since each row costs something. */
const ROW_BYTES = sql.lit(64);

/**
 * Rows that only return control to the caller, without their data: a statement that finds nothing would otherwise block the event loop. They
 * are chosen at random, the more likely the larger they are: one in a number of bytes, a power of two.
 */
export function isPause(bytes: number): Sql {
  return sql`(rowid * ${parameter("factor")} & ${sql.lit(bytes - 1)}) < ${ROW_BYTES} + octet_length(data)`;
}

/** Bytes of neighbouring rows for each pause. */
const PAUSE_BYTES = 2 ** 16;
const IS_PAUSE = isPause(PAUSE_BYTES);

/** Data of a row that is a candidate or a pause. One that is no pause is a candidate, which need not be decided again: few are both. */
export function dataOf(isCandidate: Sql, isAPause: Sql): Sql {
  return sql`case when not (${isAPause}) or ${isCandidate} then coalesce(data, 0) end`;
}

/** Query for candidates among the rows of a table. */
export interface ModelRows {
  readonly lookup: Lookup;
  readonly way: Way;
  /** Data that is no JSON makes a row a candidate; otherwise it makes SQLite's functions fail, which takes a third less time for the others. */
  readonly isGuarded: boolean;
}

/** Shape of the query for the candidates in a range of rows. */
export function shapeOfModelRows({ lookup: { narrowing, namespace }, way, isGuarded }: ModelRows): string {
  return `${way}${isGuarded ? "!" : ""}${namespace === undefined ? "" : "n"} ${shapeOf(narrowing)}`;
}

/** Compiles the query for the first candidates in a range of rows; see `CandidateRow` for the columns. */
export function compileModelRows(rows: ModelRows): NamedQuery {
  const { way } = rows;
  const key = sql.ref(way === "rowid" ? "rowid" : "id");
  const range = sql`${key} >= +${parameter("low")} and ${key} < +${parameter("high")}`;
  const order = sql`${key} ${sql.raw(way === "-id" ? "desc" : "asc")}`;
  const columns = candidateColumns(dataOf(isCandidate(rows), IS_PAUSE), way === "rowid" ? [key] : []);
  // A limit that is a placeholder alone would make SQLite compile the statement again for each value.
  const query = sql`select ${columns} from results where ${range} and (${isCandidate(rows)} or ${IS_PAUSE}) order by ${order} limit 0 + ${parameter("limit")}`;
  return compileSql(query);
}

/**
 * Row that must be looked at: of the model, living, and in the narrowing, of another version, or no JSON. What decides about most rows comes
 * first.
 */
function isCandidate({ lookup: { narrowing, namespace }, isGuarded }: ModelRows): Sql {
  const parts: Sql[] = [sql`(model_type = ${parameter("model")} or typeof(model_type) <> 'text')`];
  if (narrowing.kind !== "any") {
    const isWithin = narrowingSql(narrowing, testsWith(binder()));
    const isLookedAt = isGuarded ? sql`case when ${IS_JSON} then ${isWithin} else 1 end` : isWithin;
    parts.push(sql`(${isLookedAt} or version is not ${parameter("version")})`);
  }
  parts.push(sql`(expires_at is null or expires_at > ${parameter("now")})`);
  if (namespace !== undefined) parts.push(sql`coalesce(namespace, 'default') = ${parameter("namespace")}`);
  return sql`(${sql.join(parts, sql` and `)})`;
}

/** Columns of a candidate. Text that is known is replaced by 0: to make a string of it takes as long as to find the row. */
export function candidateColumns(data: Sql, more: readonly Sql[] = []): Sql {
  const model = sql`iif(model_type = ${parameter("model")}, 0, model_type)`;
  const updatedAt = sql`iif(updated_at = created_at, 0, updated_at)`;
  const namespace = sql`nullif(namespace, 'default')`;
  const columns = [
    sql`id`,
    model,
    namespace,
    data,
    sql`created_at`,
    updatedAt,
    sql`version`,
    sql`types`,
    sql`expires_at`,
  ];
  return sql.join([...columns, ...more]);
}

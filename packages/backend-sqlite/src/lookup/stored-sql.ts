import type { StoredInterval, StoredTest } from "@results-manager/core/storage";
import { isPresent, RANK } from "@results-manager/sql";
import { parameter } from "@results-manager/sql/queries";
import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

/** Makes the placeholder of the next value; see {@link valuesOf}. */
export type Bind = () => unknown;

/** Makes placeholders that are named by their place. */
export function binder(): Bind {
  let count = 0;
  return () => parameter(String(count++));
}

/** Path of a field as SQLite's functions take it. A key is written as in JSON, so that it may be any well-formed text. */
export function pathOf(keys: readonly string[]): string {
  return `$${keys.map((key) => `."${JSON.stringify(key).slice(1, -1)}"`).join("")}`;
}

/** The data of a row is JSON, so that SQLite's functions do not fail. */
export const IS_JSON: Sql = sql`typeof(data) = 'text' and json_valid(data)`;

/** A row has a type, such as a date, at the first key of a field, or types that cannot be read. */
export function isTagged([key]: readonly string[]): Sql {
  const path = sql.lit(pathOf([key as string]));
  return sql`case when types is null then 0 when typeof(types) <> 'text' then 1 when not json_valid(types) then 1 when json_type(types) <> 'object' then 1 else json_type(types, ${path}) is not null end`;
}

/** Makes the conditions of tests on a row whose data is JSON. */
export function testsWith(bind: Bind): (test: StoredTest) => Sql {
  return (test) => testSql(test, bind);
}

function testSql(test: StoredTest, bind: Bind): Sql {
  const { keys, intervals, contains } = test;
  const path = sql.lit(pathOf(keys));
  const type = sql`json_type(data, ${path})`;
  const value = sql`json_extract(data, ${path})`;
  const parts: Sql[] = [];
  if (contains !== undefined) parts.push(sql`instr(${value}, ${bind()}) > 0`);
  else if (isPresent(test)) parts.push(sql`${type} is not null`);
  else for (const interval of intervals) parts.push(intervalSql(interval, value, type, bind));
  return sql`(${sql.join([...parts, sql`(types is not null and ${isTagged(keys)})`], sql` or `)})`;
}

/** Values that SQLite reads as equal, such as 1 and true, are not told apart: core decides. */
function intervalSql({ rank, from, to }: StoredInterval, value: Sql, type: Sql, bind: Bind): Sql {
  switch (rank) {
    case RANK.missing:
    case RANK.null:
      return sql`${value} is null`;
    case RANK.false:
      return sql`${value} = 0`;
    case RANK.true:
      return sql`${value} = 1`;
    case RANK.other:
      return sql`${type} in ('array', 'object')`;
    default: {
      if (from === undefined && to === undefined) return typeOnly(rank, type);
      if (from === to) return sql`${value} = ${bind()}`;
      const bounds: Sql[] = [];
      if (from !== undefined) bounds.push(sql`${value} >= ${bind()}`);
      if (to !== undefined) bounds.push(sql`${value} <= ${bind()}`);
      return sql`(${sql.join(bounds, sql` and `)})`;
    }
  }
}

function typeOnly(rank: typeof RANK.number | typeof RANK.text, type: Sql): Sql {
  return rank === RANK.text ? sql`${type} = 'text'` : sql`${type} in ('integer', 'real')`;
}

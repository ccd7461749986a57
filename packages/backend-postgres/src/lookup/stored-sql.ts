import type { StoredInterval, StoredTest } from "@results-manager/core/storage";
import { isPresent, RANK } from "@results-manager/sql";
import { type RawBuilder, sql } from "kysely";

type Sql = RawBuilder<unknown>;

/**
 * Condition of a test on a row with the columns `doc`, its data as `jsonb`, and `tags`, its types. The steps of a path are texts: lists have
 * no items here, as on SQLite.
 */
export function testSql(test: StoredTest): Sql {
  const { keys, intervals, contains } = test;
  // The server cannot read data with such a key.
  if (keys.some((key) => key.includes("\0"))) return sql`true`;
  const steps = keys.map((key) => sql`${key}::text`);
  const value = sql`(doc -> ${sql.join(steps, sql` -> `)})`;
  const text = sql`((${value} #>> '{}') collate "C")`;
  const parts: Sql[] = [];
  if (contains !== undefined) parts.push(sql`strpos(${text}, ${untilNul(contains)}::text) > 0`);
  else if (isPresent(test)) parts.push(sql`${value} is not null`);
  else for (const interval of intervals) parts.push(intervalSql(interval, value, text));
  return sql`(${sql.join([...parts, sql`tags -> ${keys[0]}::text is not null`], sql` or `)})`;
}

function intervalSql({ rank, from, to }: StoredInterval, value: Sql, text: Sql): Sql {
  switch (rank) {
    case RANK.missing:
      return sql`${value} is null`;
    case RANK.null:
      return sql`${value} = 'null'`;
    case RANK.false:
      return sql`${value} = 'false'`;
    case RANK.true:
      return sql`${value} = 'true'`;
    case RANK.number:
      return rangeSql(isOfType(value, "number"), value, "jsonb", leastNumber(from), greatestNumber(to));
    case RANK.text:
      return rangeSql(isOfType(value, "string"), text, "text", untilNul(from), untilNul(to));
    default:
      return sql`jsonb_typeof(${value}) in ('array', 'object')`;
  }
}

function isOfType(value: Sql, type: "number" | "string"): Sql {
  return sql`jsonb_typeof(${value}) = ${sql.lit(type)}`;
}

function rangeSql(isOfRank: Sql, value: Sql, type: "jsonb" | "text", from: unknown, to: unknown): Sql {
  const parts = [isOfRank];
  if (from !== undefined) parts.push(sql`${value} >= ${from}::${sql.raw(type)}`);
  if (to !== undefined) parts.push(sql`${value} <= ${to}::${sql.raw(type)}`);
  return sql`(${sql.join(parts, sql` and `)})`;
}

/** The server compares decimal numbers, JavaScript the doubles next to them, which are infinite for great ones. */
function leastNumber(from: StoredInterval["from"]): string | undefined {
  if (typeof from !== "number" || from === Number.NEGATIVE_INFINITY) return undefined;
  const finite = Math.min(from, Number.MAX_VALUE);
  return JSON.stringify(finite - slack(finite));
}

function greatestNumber(to: StoredInterval["to"]): string | undefined {
  if (typeof to !== "number" || to === Number.POSITIVE_INFINITY) return undefined;
  const finite = Math.max(to, -Number.MAX_VALUE);
  return JSON.stringify(finite + slack(finite));
}

/** Distance to the next double, or more. */
function slack(number: number): number {
  return Math.abs(number) * Number.EPSILON + Number.MIN_VALUE;
}

/** Text up to U+0000, which no text of `jsonb` contains: such texts are in the same order to both. */
function untilNul(text: StoredInterval["from"]): string | undefined {
  return typeof text === "string" ? text.split("\0", 1)[0] : undefined;
}

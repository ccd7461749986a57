import type { Tables } from "@results-manager/sql";
import { compile, parameter } from "@results-manager/sql/queries";
import { type Kysely, sql } from "kysely";

/** SQL that leaves out keys; `now` is bound only where results may expire. */
export interface SeekQueries {
  /** The first keys of a range. → start, before, now, limit */
  readonly first: string;
  /** The number of keys of a range, up to a limit. → start, before, now, limit */
  readonly count: string;
  /** The key at a position, and the one behind it, which may be past the range: to compare each key with its end takes most of the time. → start, now, position */
  readonly at: string;
}

/** Compiles the queries. @param mayExpire leaves out results that have expired; without, an index alone is read. */
export function seekQueries(db: Kysely<Tables>, mayExpire: boolean): SeekQueries {
  const isLiving = mayExpire ? sql` and (expires_at is null or expires_at > ${parameter("now")})` : sql``;
  const behind = sql`from results where id >= ${parameter("start")}`;
  const within = sql`${behind} and id < ${parameter("before")}${isLiving}`;
  // A limit that is a placeholder alone would make SQLite compile the statement again for each value.
  const limit = sql`0 + ${parameter("limit")}`;
  const rest = [...(mayExpire ? ["now"] : []), "limit"];
  const textOf = (query: typeof within, ...names: string[]): string =>
    compile({ compile: () => query.compile(db) }, "start", ...names, ...rest);
  return {
    first: textOf(sql`select id ${within} order by id limit ${limit}`, "before"),
    count: textOf(sql`select count(*) from (select 1 ${within} limit ${limit})`, "before"),
    at: textOf(sql`select id ${behind}${isLiving} order by id limit 2 offset ${limit}`),
  };
}

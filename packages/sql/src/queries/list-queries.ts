import { type Kysely, sql } from "kysely";
import type { RecordTable } from "../tables/tables.ts";
import type { Compilers } from "./compile-once.ts";
import { compile, parameter } from "./parameter.ts";

/** SQL that lists the ids of one space in pages, in order; parameters in the order of the comments. */
export interface ListQueries {
  /** All ids, from the index alone. → start; start, before */
  readonly list: string;
  readonly listBefore: string;
  /** All ids if no row in the range can expire, else none. → start, start; start, before, start, before */
  readonly listLasting: string;
  readonly listLastingBefore: string;
  /** Ids of expired rows. → start, now; start, before, now */
  readonly listExpired: string;
  readonly listExpiredBefore: string;
  /** Ids of expired rows between two ids, in any order. → first, last, now */
  readonly expiredWithin: string;
  /** A row if any row can expire. */
  readonly mayExpire: string;
}

/** Makes the queries for the dialect of `db`. @param page Number of ids in a page. */
export function listQueries(
  db: Kysely<Record<"results", RecordTable>>,
  table: "results",
  page: number,
): Compilers<ListQueries> {
  const start = parameter<string>("start");
  const before = parameter<string>("before");
  const now = parameter<number>("now");
  // Made on demand, since most programs need one or two of the queries, and making them takes as long as compiling them.
  const range = () => db.selectFrom(table).where("id", ">=", start);
  const ids = () => range().select("id").orderBy("id").limit(sql.lit(page));
  // The first in order, not any: a server that knows nothing yet about a table reads all of it to find any.
  const first = () => range().select("id").where("expires_at", "is not", null).orderBy("id").limit(sql.lit(1));
  // Rows that can expire have their own index: checking that it is empty costs less than a second query for expired rows.
  const unless = (found: ReturnType<typeof first>) =>
    sql<number>`case when ${found} is null then ${sql.lit(page)} else 0 end`;
  return {
    list: () => compile(ids(), "start"),
    listBefore: () => compile(ids().where("id", "<", before), "start", "before"),
    listLasting: () => compile(ids().limit(unless(first())), "start", "start"),
    listLastingBefore: () =>
      compile(
        ids()
          .where("id", "<", before)
          .limit(unless(first().where("id", "<", before))),
        ...["start", "before", "start", "before"],
      ),
    listExpired: () => compile(ids().where("expires_at", "<=", now), "start", "now"),
    listExpiredBefore: () =>
      compile(ids().where("id", "<", before).where("expires_at", "<=", now), "start", "before", "now"),
    expiredWithin: () =>
      compile(
        db
          .selectFrom(table)
          .select("id")
          .where("id", ">=", parameter<string>("first"))
          .where("id", "<=", parameter<string>("last"))
          .where("expires_at", "<=", now),
        ...["first", "last", "now"],
      ),
    mayExpire: () =>
      compile(
        db
          .selectFrom(table)
          .select((eb) => eb.lit(1).as("there"))
          .where("expires_at", "is not", null)
          .limit(sql.lit(1)),
      ),
  };
}

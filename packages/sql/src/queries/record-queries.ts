import type { Space } from "@results-manager/core/storage";
import type { Kysely } from "kysely";
import { READ_COLUMNS, type RecordTable, type Tables, tableOf } from "../tables/tables.ts";
import { isLiving } from "./is-living.ts";
import { type ListQueries, listQueries, PAGE } from "./list-queries.ts";
import { compile, parameter } from "./parameter.ts";
import { type WriteQueries, writeQueries } from "./write-queries.ts";

/** SQL of all operations on the records of one space, compiled once; parameters in the order of the comments. */
export interface RecordQueries extends ListQueries, WriteQueries {
  /** The columns of a row except its id. → id */
  readonly find: string;
  /** A row if the record is living. → id, now */
  readonly has: string;
}

/** Compiles the queries of a space for the dialect of `db`. @param page Number of ids in a page of a listing. */
export function recordQueries(db: Kysely<Tables>, space: Space, page: number = PAGE): RecordQueries {
  const records = db as unknown as Kysely<Record<"results", RecordTable>>;
  const name = tableOf(space) as "results"; // All spaces have these columns, so the compiler only needs to know one.
  const ofId = records.selectFrom(name).where("id", "=", parameter<string>("id"));
  return {
    find: compile(ofId.select(READ_COLUMNS), "id"),
    has: compile(ofId.select((eb) => eb.lit(1).as("there")).where(isLiving), "id", "now"),
    ...listQueries(records, name, page),
    ...writeQueries(records, name),
  };
}

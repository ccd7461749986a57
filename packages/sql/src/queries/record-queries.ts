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

/** Compiles the queries of a space for the dialect of `db`. */
export function recordQueries(db: Kysely<Tables>, space: Space): RecordQueries {
  const [records, name] = recordsOf(db, space);
  const ofId = records.selectFrom(name).where("id", "=", parameter<string>("id"));
  return {
    find: compile(ofId.select(READ_COLUMNS), "id"),
    has: compile(ofId.select((eb) => eb.lit(1).as("there")).where(isLiving), "id", "now"),
    ...allOf(listQueries(records, name, PAGE)),
    ...writeQueries(records, name),
  };
}

/** Returns a function that compiles a query of the listings of a space when it is first asked for. @param page Number of ids in a page. */
export function listQueriesOf(db: Kysely<Tables>, space: Space, page: number): (query: keyof ListQueries) => string {
  const compiled = new Map<keyof ListQueries, string>();
  const queries = listQueries(...recordsOf(db, space), page);
  return (query) => {
    const text = compiled.get(query) ?? queries[query]();
    compiled.set(query, text);
    return text;
  };
}

/** All spaces have these columns, so the compiler only needs to know one. */
function recordsOf(db: Kysely<Tables>, space: Space): [Kysely<Record<"results", RecordTable>>, "results"] {
  return [db as unknown as Kysely<Record<"results", RecordTable>>, tableOf(space) as "results"];
}

function allOf(queries: Readonly<Record<keyof ListQueries, () => string>>): ListQueries {
  const texts = Object.entries(queries).map(([name, compile]) => [name, compile()]);
  return Object.fromEntries(texts) as ListQueries;
}

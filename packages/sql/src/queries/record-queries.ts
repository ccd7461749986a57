import type { Space } from "@results-manager/core/storage";
import type { Kysely } from "kysely";
import { READ_COLUMNS, type RecordTable, type Tables, tableOf } from "../tables/tables.ts";
import { type Compilers, compileOnce } from "./compile-once.ts";
import { isLiving } from "./is-living.ts";
import { type ListQueries, listQueries } from "./list-queries.ts";
import { PAGE } from "./page.ts";
import { compile, parameter } from "./parameter.ts";
import { type WriteQueries, writeQueries } from "./write-queries.ts";

/** SQL of all operations on the records of one space; parameters in the order of the comments. */
export interface RecordQueries extends ListQueries, WriteQueries {
  /** The columns of a row except its id. → id */
  readonly find: string;
  /** A row if the record is living. → id, now */
  readonly has: string;
}

/** Makes the queries of a space for the dialect of `db`; each is compiled when it is first asked for. */
export function recordQueries(db: Kysely<Tables>, space: Space): Compilers<RecordQueries> {
  const [records, name] = recordsOf(db, space);
  const ofId = () => records.selectFrom(name).where("id", "=", parameter<string>("id"));
  return compileOnce({
    find: () => compile(ofId().select(READ_COLUMNS), "id"),
    has: () =>
      compile(
        ofId()
          .select((eb) => eb.lit(1).as("there"))
          .where(isLiving),
        "id",
        "now",
      ),
    ...listQueries(records, name, PAGE),
    ...writeQueries(records, name),
  });
}

/** Makes the queries of the listings of a space; see {@link recordQueries}. @param page Number of ids in a page. */
export function listQueriesOf(db: Kysely<Tables>, space: Space, page: number): Compilers<ListQueries> {
  return compileOnce(listQueries(...recordsOf(db, space), page));
}

/** All spaces have these columns, so the compiler only needs to know one. */
function recordsOf(db: Kysely<Tables>, space: Space): [Kysely<Record<"results", RecordTable>>, "results"] {
  return [db as unknown as Kysely<Record<"results", RecordTable>>, tableOf(space) as "results"];
}

import {
  type CallPartQueries,
  type Compilers,
  callPartQueries,
  peekQuery,
  type RecordQueries,
  recordQueries,
  type UseQueries,
  useQueries,
} from "@results-manager/sql/queries";
import { type BytesQuery, bytesQuery } from "./bytes-query.ts";
import { compiler } from "./compiler.ts";
import { type RangeQueries, rangeQueries } from "./range-queries.ts";
import { type SeekQueries, seekQueries } from "./seek-queries.ts";

// The texts of the queries that are the same for every database. The build runs this module, and keeps the texts only: to load Kysely and to
// compile some queries takes longer than to open a database.

/** SQL of the records of results; that of another space has the name of its table instead of `"results"`. */
export const RECORD_SQL: RecordQueries & BytesQuery & RangeQueries = {
  ...compileAll<RecordQueries>(recordQueries(compiler, "results")),
  ...bytesQuery(compiler),
  ...rangeQueries(compiler),
};

/** SQL that stores the rows by which calls are found. */
export const CALL_PART_SQL: CallPartQueries = compileAll(callPartQueries(compiler));

/** SQL that reads the data of a call; see `peekQuery`. */
export const PEEK_SQL: string = peekQuery(compiler);

/** SQL for the use of cache entries. */
export const USE_SQL: UseQueries = useQueries(compiler);

/** SQL that leaves out keys where no result may expire. */
export const SEEK_SQL: SeekQueries = seekQueries(compiler, false);
/** SQL that leaves out keys, and results that have expired. */
export const EXPIRING_SEEK_SQL: SeekQueries = seekQueries(compiler, true);

function compileAll<Queries>(compilers: Compilers<Queries>): Queries {
  const entries = Object.entries<() => string>(compilers).map(([name, compile]) => [name, compile()]);
  return Object.fromEntries(entries) as Queries;
}

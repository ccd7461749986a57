// What compiles queries. It loads Kysely, so programs that run compiled ones do without it.
export { narrowingSql } from "./lookup/narrowing-sql.ts";
export { type CallPartQueries, callPartQueries } from "./queries/call-part-queries.ts";
export { type CallQuery, callQuery, peekQuery } from "./queries/call-queries.ts";
export type { Compilers } from "./queries/compile-once.ts";
export type { ListQueries } from "./queries/list-queries.ts";
export { compile, compileNamed, type NamedQuery, parameter } from "./queries/parameter.ts";
export { listQueriesOf, type RecordQueries, recordQueries } from "./queries/record-queries.ts";
export { type UseQueries, useQueries } from "./queries/use-queries.ts";
export { MIGRATIONS } from "./tables/migrations.ts";

export { mapAwaitable } from "./connection/map-awaitable.ts";
export { type KeyReader, KeyScan } from "./keys/key-scan.ts";
export { CALL_PAGE, type CallQuery, callQuery, peekQuery } from "./queries/call-queries.ts";
export { type ListQueries, PAGE } from "./queries/list-queries.ts";
export { type RecordQueries, recordQueries } from "./queries/record-queries.ts";
export { type UseQueries, useQueries } from "./queries/use-queries.ts";
export { fromRow, type ReadRow, toRow, WriteSuccess, type WrittenRow } from "./rows/record-row.ts";
export { toUse, type UseRow } from "./rows/use-row.ts";
export { checkBytes, MAX_BYTES, tooLarge } from "./rows/value-limit.ts";
export {
  LAYOUT,
  MIGRATION_LOCK_TABLE,
  MIGRATION_TABLE,
  MIGRATIONS,
  PART_OF,
  type Part,
} from "./tables/migrations.ts";
export { PLAIN_COLUMNS, PREFIX, PYTHON_COLUMNS, type Tables, tableOf } from "./tables/tables.ts";

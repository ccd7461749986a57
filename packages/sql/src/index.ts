export { changeBatch } from "./batch/change-batch.ts";
export { withDistinctKeys } from "./batch/distinct-keys.ts";
export { presenceBatch, readBatch } from "./batch/read-batch.ts";
export type {
  BatchWork,
  IdRange,
  RecordStatements,
  RemoveRangeStatement,
  RemoveStatement,
  WriteStatement,
  WrittenCall,
} from "./batch/record-statements.ts";
export { removeBatch } from "./batch/remove-batch.ts";
export { removeRange } from "./batch/remove-range.ts";
export type { SqlSession } from "./batch/sql-session.ts";
export { writeBatch } from "./batch/write-batch.ts";
export { type ArgumentRow, type CallParts, callParts, type MetadataRow } from "./calls/call-parts.ts";
export { type RecordIndexParts, SqlRecordIndex } from "./calls/sql-record-index.ts";
export { attempt, type Retrying, tryAgain } from "./connection/attempt.ts";
export type { Access, SqlConnection, SqlRow } from "./connection/sql-connection.ts";
export { isValidId } from "./keys/is-valid-id.ts";
export { type KeyReader, KeyScan } from "./keys/key-scan.ts";
export { boundedNarrowing } from "./lookup/bounded-narrowing.ts";
export { chooseIndex, type EntryOrder, type IndexFields, type IndexUse } from "./lookup/choose-index.ts";
export { hullOf } from "./lookup/hull.ts";
export { inOrder } from "./lookup/in-order.ts";
export { idRanges, type KeyRange, rangeBehind } from "./lookup/key-range.ts";
export { nameOfIndex } from "./lookup/name-of-index.ts";
export { fieldsOf, isPresent } from "./lookup/narrowing-tests.ts";
export { RANK } from "./lookup/rank.ts";
export { PruneInterval, parseOptions } from "./options/parse-options.ts";
export { PAGE } from "./queries/page.ts";
export { fromRow, type ReadRow } from "./rows/read-row.ts";
export { toUse, type UseRow } from "./rows/use-row.ts";
export { checkBytes, MAX_BYTES, tooLarge, toRow, WriteSuccess, type WrittenRow } from "./rows/written-row.ts";
export {
  LAYOUT,
  MIGRATION_LOCK_TABLE,
  MIGRATION_NAMES,
  MIGRATION_TABLE,
  PART_OF,
  type Part,
} from "./tables/parts.ts";
export { PLAIN_COLUMNS, PREFIX, PYTHON_COLUMNS, READ_COLUMNS, type Tables, tableOf } from "./tables/tables.ts";
export { SqlUses } from "./uses/sql-uses.ts";

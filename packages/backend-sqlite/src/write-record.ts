import { isUtf8 } from "node:buffer";
import {
  allowsWrite,
  applyChanges,
  type ChangeOutcome,
  type FoundRecord,
  type Outcome,
  type RecordChange,
  type RecordWrite,
  unlessExpired,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { fromRow, PLAIN_COLUMNS, type ReadRow, toRow, WriteSuccess, type WrittenRow } from "@results-manager/sql";
import type { RecordStatements } from "./driver/record-statements.ts";

const PLAIN = PLAIN_COLUMNS.length;
const REPLACED = "\ufffd";

/**
 * Writes a record if its condition holds at `now`. Without a condition on the existing record this is one statement; otherwise it must run
 * within a transaction, unless the returned record may be out of date.
 */
export function writeRecord(statements: RecordStatements, write: RecordWrite, now: number): WriteOutcome {
  const row = toRow(write.key, write.content);
  if (write.condition === "any") return put(statements, row, now);
  if (write.condition === "absent") {
    if (insertNew(statements, row)) return new WriteSuccess(row);
    if (statements.replaceExpired.run(...row, now).changes === 1) return new WriteSuccess(row);
  }
  const living = unlessExpired(findRecord(statements, write.key), now);
  if (write.condition === "absent") return { written: false, found: living };
  return allowsWrite(write, living) ? put(statements, row, now) : { written: false, found: living };
}

/**
 * Applies changes to the record that is living at `now`. Must run within a write transaction, so that no other process writes in between.
 */
export function changeRecord(
  statements: RecordStatements,
  key: string,
  changes: readonly RecordChange[],
  now: number,
): readonly Outcome<ChangeOutcome>[] {
  const { content, outcomes } = applyChanges(unlessExpired(findRecord(statements, key), now), changes);
  if (content) put(statements, toRow(key, content), now);
  return outcomes;
}

/** Reads the record of a key, expired or not. */
export function findRecord(statements: RecordStatements, key: string): FoundRecord {
  const row = statements.find.get(key) as ReadRow | undefined;
  if (row?.some(mayBeMalformed) && !isWellFormed(statements, key)) {
    return { corrupt: "its bytes are not valid UTF-8", revision: row.join("\n") };
  }
  return row && fromRow(row);
}

/** Tells whether a text may be malformed: decoding replaces malformed UTF-8 by U+FFFD, which a text may also contain. */
function mayBeMalformed(column: unknown): boolean {
  return typeof column === "string" && column.includes(REPLACED);
}

function isWellFormed(statements: RecordStatements, key: string): boolean {
  const texts = statements.findBytes.get(key) as (Uint8Array | null)[];
  return texts.every((bytes) => bytes === null || isUtf8(bytes));
}

function insertNew({ insert, insertPlain }: RecordStatements, row: WrittenRow): boolean {
  const { changes } = isPlain(row) ? insertPlain.run(...row.slice(0, PLAIN)) : insert.run(...row);
  return changes === 1;
}

function put({ upsert, upsertPlain }: RecordStatements, row: WrittenRow, now: number): WriteOutcome {
  if (isPlain(row)) upsertPlain.run(...row.slice(0, PLAIN), now);
  else upsert.run(...row, now);
  return new WriteSuccess(row);
}

/** Tells whether all columns after the plain ones are null. */
function isPlain(row: WrittenRow): boolean {
  for (let i = PLAIN; i < row.length; i++) if (row[i] !== null) return false;
  return true;
}

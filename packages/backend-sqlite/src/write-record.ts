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
} from "@results-manager/core";
import type { RecordStatements } from "./driver/record-statements.ts";
import { fromRow, type ReadRow, RowWritten, toRow, type WrittenRow } from "./sql/record-row.ts";
import { PLAIN_COLUMNS } from "./sql/tables.ts";

const PLAIN = PLAIN_COLUMNS.length;
const REPLACED = "\ufffd";

/**
 * Writes a record where its condition holds at `now`. What depends on nothing that was read is one statement; the rest must be within a
 * transaction, unless what stands there may change meanwhile: then it is told as it was seen.
 */
export function writeRecord(statements: RecordStatements, write: RecordWrite, now: number): WriteOutcome {
  const row = toRow(write.key, write.content);
  if (write.condition === "any") return put(statements, row, now);
  if (write.condition === "absent") {
    if (insertNew(statements, row)) return new RowWritten(row);
    if (statements.replaceExpired.run(...row, now).changes === 1) return new RowWritten(row);
  }
  const living = unlessExpired(findRecord(statements, write.key), now);
  if (write.condition === "absent") return { written: false, found: living };
  return allowsWrite(write, living) ? put(statements, row, now) : { written: false, found: living };
}

/** Changes a record to what follows from what lives there at `now`. Within a write transaction: nobody writes between. */
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

/** What stands under a key, expired or not. */
export function findRecord(statements: RecordStatements, key: string): FoundRecord {
  const row = statements.find.get(key) as ReadRow | undefined;
  if (row?.some(mayBeMalformed) && !isWellFormed(statements, key)) {
    return { corrupt: "its bytes are no UTF-8", revision: row.join("\n") };
  }
  return row && fromRow(row);
}

/** Decoding puts U+FFFD in the place of bytes that are no UTF-8; or the text has it itself. */
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
  return new RowWritten(row);
}

/** The columns behind the first are null. */
function isPlain(row: WrittenRow): boolean {
  for (let i = PLAIN; i < row.length; i++) if (row[i] !== null) return false;
  return true;
}

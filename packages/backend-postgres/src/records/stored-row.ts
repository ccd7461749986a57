import type { FoundRecord } from "@results-manager/core/storage";
import { fromRow, type SqlRow } from "@results-manager/sql";
import { decodeText } from "./nul-free.ts";
import type { RecordColumns } from "./record-columns.ts";

/** Columns of a record that was read. */
type StoredRow = readonly [id: string, ...columns: RecordColumns, revision: string];

/** Key of a row, as it is stored. */
export function storedKey(row: SqlRow): string {
  return row[0] as string;
}

/** Converts a row to a record. */
export function fromStoredRow(row: SqlRow): NonNullable<FoundRecord> {
  const [, modelType, namespace, data, bytes, ...rest] = row as StoredRow;
  const [createdAt, updatedAt, version, types, expiresAt, revision] = rest;
  const names = [decodeText(modelType), decodeText(namespace)] as const;
  return fromRow([...names, bytes ?? data, createdAt, updatedAt, version, types, expiresAt], revision);
}

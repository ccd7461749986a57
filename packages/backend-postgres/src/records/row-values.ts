import type { RecordContent } from "@results-manager/core/storage";
import { toRow } from "@results-manager/sql";
import { bytesArray, int8Array, textArray } from "../driver/binary-arrays.ts";
import { nameOf, tokensOf } from "./call-tokens.ts";
import { encodeText } from "./nul-free.ts";
import type { RecordColumns } from "./record-columns.ts";

/** Row that is written. */
export interface NewRow {
  readonly key: string;
  readonly revision: string;
  /** Approximate size, by which statements are limited. */
  readonly size: number;
  readonly columns: RecordColumns;
  /** Columns of a call. */
  readonly call: readonly [name: string | null, tokens: string] | undefined;
}

/** Converts a record to a row. @throws {ValueTooLargeError} `VALUE_TOO_LARGE`. */
export function toNewRow(key: string, content: RecordContent, revision: string, isCall: boolean): NewRow {
  const [id, modelType, namespace, written, createdAt, updatedAt, version, types, expiresAt] = toRow(key, content);
  const names = [encodeText(modelType), encodeText(namespace)] as const;
  const data = typeof written === "string" ? ([written, null] as const) : ([null, written] as const);
  const name = isCall ? nameOf(content) : null;
  return {
    key: encodeText(id),
    revision,
    size: written.length + (types?.length ?? 0),
    columns: [...names, ...data, createdAt, updatedAt, version, types, expiresAt],
    call: isCall ? [name === null ? null : encodeText(name), tokensOf(key, content).join("\n")] : undefined,
  };
}

/** Parameters of a statement for these rows: arrays of their columns, or the columns of one row. */
export function rowValues(rows: readonly NewRow[]): unknown[] {
  const [first] = rows;
  if (first && rows.length === 1) return [first.key, ...first.columns, first.revision, ...(first.call ?? [])];
  const text = (of: (row: NewRow) => string | null): Buffer => textArray(rows.map(of));
  const arrays = [
    text((row) => row.key),
    text((row) => row.columns[0]),
    text((row) => row.columns[1]),
    text((row) => row.columns[2]),
    bytesArray(rows.map((row) => row.columns[3])),
    text((row) => row.columns[4]),
    text((row) => row.columns[5]),
    int8Array(rows.map((row) => row.columns[6])),
    text((row) => row.columns[7]),
    int8Array(rows.map((row) => row.columns[8])),
    text((row) => row.revision),
  ];
  if (first?.call) arrays.push(...[0, 1].map((i) => text((row) => row.call?.[i] ?? null)));
  return arrays;
}

import { ValueTooLargeError } from "@results-manager/core";
import type { RecordContent, Revision } from "@results-manager/core/storage";
import { revisionOf } from "./read-row.ts";

/** Values of the columns that are written, in their order. */
export type WrittenRow = readonly [
  id: string,
  modelType: string,
  namespace: string,
  data: string | Uint8Array,
  createdAt: string,
  updatedAt: string,
  version: number,
  types: string | null,
  expiresAt: number | null,
];

/** Maximum size of a value or row: the longest string of V8, so that it can be read again. better-sqlite3 sets it for SQLite. */
export const MAX_BYTES = 536_870_888;

/** Length of a string that certainly fits: a UTF-16 unit takes at most three bytes of UTF-8. */
const SURELY_FITS = MAX_BYTES / 3;

/** Converts a record to a row. @throws {ValueTooLargeError} `VALUE_TOO_LARGE`. */
export function toRow(id: string, content: RecordContent): WrittenRow {
  const { modelName, namespace, data, createdAt, updatedAt, version, types, expiresAt } = content;
  const tags = types === undefined ? null : jsonOf(id, types);
  if (data instanceof Uint8Array) checkBytes(id, data.byteLength);
  const written = data instanceof Uint8Array ? data : jsonOf(id, data);
  return [id, modelName, namespace, written, createdAt, updatedAt, version, tags, expiresAt ?? null];
}

/** Outcome of a row that was written; its revision is computed on demand. */
export class WriteSuccess {
  readonly written = true;
  readonly #row: WrittenRow;

  constructor(row: WrittenRow) {
    this.#row = row;
  }

  get revision(): Revision {
    const [, ...row] = this.#row;
    return revisionOf(row);
  }
}

/**
 * Encodes a part of a record as JSON.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE`.
 */
function jsonOf(id: string, data: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(data);
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(id, `its JSON is longer than ${MAX_BYTES} characters`, error);
    throw error;
  }
  if (text.length > SURELY_FITS) checkBytes(id, Buffer.byteLength(text));
  return text;
}

/**
 * Refuses a value that is too large for a row.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE`.
 */
export function checkBytes(id: string, bytes: number): void {
  if (bytes > MAX_BYTES) throw tooLarge(id, `it takes ${bytes} bytes`);
}

/** Error of a record that is too large; nothing of it was written. */
export function tooLarge(id: string, found: string, cause?: unknown): ValueTooLargeError {
  return new ValueTooLargeError(id, `${found}, and a row has at most ${MAX_BYTES} bytes`, cause);
}

import { ValueTooLargeError } from "@results-manager/core";

/** What better-sqlite3 lets SQLite take as one value or row: no more than a string of V8 can hold, so that it can be read again. */
export const MAX_BYTES = 536_870_888;

/** A character takes three bytes of UTF-8 at most. */
const SURELY_FITS = MAX_BYTES / 3;

/**
 * The JSON of a part of a record.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE`.
 */
export function jsonOf(id: string, data: unknown): string {
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
 * Refuses what SQLite could not take.
 *
 * @throws {ValueTooLargeError} `VALUE_TOO_LARGE`.
 */
export function checkBytes(id: string, bytes: number): void {
  if (bytes > MAX_BYTES) throw tooLarge(id, `it takes ${bytes} bytes`);
}

/** Nothing of it was written. */
export function tooLarge(id: string, found: string, cause?: unknown): ValueTooLargeError {
  return new ValueTooLargeError(id, `${found}, and a row of SQLite takes ${MAX_BYTES} bytes`, cause);
}

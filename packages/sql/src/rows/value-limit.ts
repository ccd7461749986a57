import { ValueTooLargeError } from "@results-manager/core";

/** Maximum size of a value or row: the longest string of V8, so that it can be read again. better-sqlite3 sets it for SQLite. */
export const MAX_BYTES = 536_870_888;

/** Length of a string that certainly fits: a UTF-16 unit takes at most three bytes of UTF-8. */
const SURELY_FITS = MAX_BYTES / 3;

/**
 * Encodes a part of a record as JSON.
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

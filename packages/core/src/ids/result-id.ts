import { InvalidIdError } from "../errors/id-errors.ts";

/**
 * A hierarchical id: `'runs/7/loss'` and `['runs', '7', 'loss']` are the same id.
 *
 * Array items are joined with `/`; leading, trailing and doubled slashes are dropped.
 */
export type ResultId = string | readonly string[];

/** The longest segment of an id, in bytes of UTF-8. */
export const MAX_SEGMENT_BYTES = 200;
/** The longest id, in bytes of UTF-8. */
export const MAX_ID_BYTES = 1000;

/** Ids most programs use: short and ASCII. A match satisfies every rule, so nothing else needs checking. */
const ORDINARY = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this refuses.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Returns the canonical form of an id: its segments joined by single slashes.
 *
 * @throws {InvalidIdError} `INVALID_ID` when nothing is left, a segment is `.` or `..`, holds a control character or a
 * lone surrogate, or a segment or the id is too long.
 * @throws {TypeError} when `id` is neither a string nor an array of strings.
 */
export function parseId(id: ResultId): string {
  if (typeof id === "string" && id.length <= MAX_SEGMENT_BYTES && ORDINARY.test(id)) return id;
  const joined = joinSegments(id);
  const segments = joined.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) throw new InvalidIdError(joined, "it has no segment");
  if (CONTROL.test(joined)) throw new InvalidIdError(joined, "it holds a control character");
  if (!joined.isWellFormed()) throw new InvalidIdError(joined, "it holds a lone surrogate");
  for (const segment of segments) checkSegment(joined, segment);
  const canonical = segments.join("/");
  const bytes = Buffer.byteLength(canonical);
  if (bytes > MAX_ID_BYTES) throw new InvalidIdError(joined, `it takes ${bytes} bytes, ${MAX_ID_BYTES} are allowed`);
  return canonical;
}

function checkSegment(id: string, segment: string): void {
  if (segment === "." || segment === "..") throw new InvalidIdError(id, `a segment may not be '${segment}'`);
  const bytes = Buffer.byteLength(segment);
  if (bytes > MAX_SEGMENT_BYTES) {
    throw new InvalidIdError(id, `a segment takes ${bytes} bytes, ${MAX_SEGMENT_BYTES} are allowed`);
  }
}

function joinSegments(id: ResultId): string {
  if (typeof id === "string") return id;
  if (Array.isArray(id) && id.every((item) => typeof item === "string")) return id.join("/");
  throw new TypeError(`An id must be a string or an array of strings, got ${describe(id)}.`);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array that holds something else";
  return value === null ? "null" : typeof value;
}

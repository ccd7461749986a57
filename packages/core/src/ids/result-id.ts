import { given } from "../errors/given.ts";
import { InvalidIdError } from "../errors/id-errors.ts";

/**
 * Hierarchical id: `'runs/7/loss'` and `['runs', '7', 'loss']` are the same id.
 *
 * In a string, leading, trailing and repeated slashes are ignored. In an array, each item is one segment, which must not be empty or
 * contain `/`. `segment(text)` encodes any text as one segment.
 */
export type ResultId = string | readonly string[];

/** Maximum length of a segment, in bytes of UTF-8. */
export const MAX_SEGMENT_BYTES = 200;
/** Maximum length of an id, in bytes of UTF-8. */
export const MAX_ID_BYTES = 1000;

/** Pattern of common ids: a short text that matches is canonical and satisfies every rule. */
const COMMON_ID = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;
const ADVICE = "segment(text) encodes any text as one segment";

/**
 * Returns the canonical form of an id: its segments joined by single slashes.
 *
 * @throws {InvalidIdError} `INVALID_ID` when the id has no segment, an array item is empty or contains `/`, a segment is `.` or
 * `..`, the id contains a control character or a lone surrogate, or a segment or the id is too long.
 * @throws {TypeError} when `id` is neither a string nor an array of strings.
 */
export function parseId(id: ResultId): string {
  const text = typeof id === "string" ? id : joinSegments(id);
  if (text.length <= MAX_SEGMENT_BYTES && COMMON_ID.test(text)) return text;
  const segments = text.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) throw new InvalidIdError(id, "it has no segment");
  if (CONTROL.test(text)) throw new InvalidIdError(id, `it contains a control character; ${ADVICE}`);
  if (!text.isWellFormed()) throw new InvalidIdError(id, `it contains a lone surrogate; ${ADVICE}`);
  for (const segment of segments) checkSegment(id, segment);
  const canonical = segments.join("/");
  const bytes = Buffer.byteLength(canonical);
  if (bytes > MAX_ID_BYTES) throw new InvalidIdError(id, `it takes ${bytes} bytes, ${MAX_ID_BYTES} are allowed`);
  return canonical;
}

function checkSegment(id: ResultId, segment: string): void {
  if (segment === "." || segment === "..") {
    throw new InvalidIdError(id, `a segment may not be '${segment}'; ${ADVICE}`);
  }
  const bytes = Buffer.byteLength(segment);
  if (bytes > MAX_SEGMENT_BYTES) {
    throw new InvalidIdError(id, `a segment takes ${bytes} bytes, ${MAX_SEGMENT_BYTES} are allowed`);
  }
}

function joinSegments(id: readonly string[]): string {
  if (!Array.isArray(id) || !id.every((item) => typeof item === "string")) {
    throw new TypeError(`An id must be a string or an array of strings, got ${describe(id)}.`);
  }
  const invalid = id.findIndex((item) => item === "" || item.includes("/"));
  if (invalid < 0) return id.join("/");
  const what = id[invalid] === "" ? "is empty" : "contains '/'";
  throw new InvalidIdError(id, `item ${invalid} ${what}, but each array item is one segment; ${ADVICE}`);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array with other items";
  return given(value);
}

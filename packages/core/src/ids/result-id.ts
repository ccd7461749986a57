import { InvalidIdError } from "../errors/id-errors.ts";

/**
 * A hierarchical id: `'runs/7/loss'` and `['runs', '7', 'loss']` are the same id.
 *
 * In a string, leading, trailing and doubled slashes are dropped. An array names whole segments: an item may not be empty or
 * hold `/`. `segment(text)` makes one segment of any text.
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
const WAY_OUT = "segment(text) makes one segment of any text";

/**
 * Returns the canonical form of an id: its segments joined by single slashes.
 *
 * @throws {InvalidIdError} `INVALID_ID` when nothing is left, an item of an array is empty or holds `/`, a segment is `.` or
 * `..`, holds a control character or a lone surrogate, or a segment or the id is too long.
 * @throws {TypeError} when `id` is neither a string nor an array of strings.
 */
export function parseId(id: ResultId): string {
  const text = typeof id === "string" ? id : joinSegments(id);
  if (text.length <= MAX_SEGMENT_BYTES && ORDINARY.test(text)) return text;
  const segments = text.split("/").filter((segment) => segment !== "");
  if (segments.length === 0) throw new InvalidIdError(id, "it has no segment");
  if (CONTROL.test(text)) throw new InvalidIdError(id, `it holds a control character; ${WAY_OUT}`);
  if (!text.isWellFormed()) throw new InvalidIdError(id, `it holds a lone surrogate; ${WAY_OUT}`);
  for (const segment of segments) checkSegment(id, segment);
  const canonical = segments.join("/");
  const bytes = Buffer.byteLength(canonical);
  if (bytes > MAX_ID_BYTES) throw new InvalidIdError(id, `it takes ${bytes} bytes, ${MAX_ID_BYTES} are allowed`);
  return canonical;
}

function checkSegment(id: ResultId, segment: string): void {
  if (segment === "." || segment === "..") {
    throw new InvalidIdError(id, `a segment may not be '${segment}'; ${WAY_OUT}`);
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
  const wrong = id.findIndex((item) => item === "" || item.includes("/"));
  if (wrong < 0) return id.join("/");
  const what = id[wrong] === "" ? "is empty" : "holds '/'";
  throw new InvalidIdError(id, `its item ${wrong} ${what}, and the items of an array are whole segments; ${WAY_OUT}`);
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return "an array that holds something else";
  return value === null ? "null" : typeof value;
}

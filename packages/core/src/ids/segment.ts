import { InvalidIdError } from "../errors/id-errors.ts";
import { MAX_SEGMENT_BYTES, parseId, type ResultId } from "./result-id.ts";

/** What stands for text of no length: no other text is given it, since a `%` alone is escaped. */
const EMPTY = "%";

/** One escape as `segment` makes it: `%`, `.`, `/`, C0 and DEL; C1 in UTF-8; a lone surrogate in the same scheme. */
const ESCAPE = /%(?:2[5EF]|[01][0-9A-F]|7F)|%C2%[89][0-9A-F]|%ED%[AB][0-9A-F]%[89AB][0-9A-F]/g;
/** What no segment may hold, and a `%` that would be read as the beginning of an {@link ESCAPE}. */
const NEEDS_ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for.
  /[/\u0000-\u001f\u007f-\u009f\ud800-\udfff]|%(?=2[5EF]|[01][0-9A-F]|7F|C2%[89][0-9A-F]|ED%[AB][0-9A-F]%[89AB][0-9A-F])/gu;

/**
 * Makes one segment of any text, so that the text can be an item of an id: `/`, control characters, lone surrogates, a text
 * `.`, `..` or `''` are percent-encoded, everything else stays as it is. {@link splitId} gives the text back.
 *
 * @example
 * ```ts
 * const id = ["runs", segment("llama/3:8b"), "loss"]; // 'runs/llama%2F3:8b/loss'
 * splitId("runs/llama%2F3:8b/loss"); // ['runs', 'llama/3:8b', 'loss']
 * ```
 * @throws {InvalidIdError} `INVALID_ID` for text that takes more than 200 bytes so encoded; `digest(text)` names long text.
 * @throws {TypeError} when `text` is no string.
 */
export function segment(text: string): string {
  if (typeof text !== "string") {
    throw new TypeError(`segment() takes a string, got ${text === null ? "null" : typeof text}.`);
  }
  if (text === "" || text === EMPTY) return text === "" ? EMPTY : "%25";
  const escaped = text === "." || text === ".." ? text.replace(".", "%2E") : text.replace(NEEDS_ESCAPE, percentEncode);
  const bytes = Buffer.byteLength(escaped);
  if (bytes <= MAX_SEGMENT_BYTES) return escaped;
  const reason = `as a segment it takes ${bytes} bytes, ${MAX_SEGMENT_BYTES} are allowed; digest(text) names longer text`;
  throw new InvalidIdError(text, reason);
}

/**
 * Splits an id into the texts its segments stand for: what {@link segment} encoded is decoded, other segments are returned as
 * they are.
 *
 * @throws as `parseId`.
 */
export function splitId(id: ResultId): string[] {
  return parseId(id)
    .split("/")
    .map((part) => (part === EMPTY ? "" : part.replace(ESCAPE, percentDecode)));
}

/** Encodes one code point in UTF-8; a lone surrogate by the same scheme, which the platform's encoders refuse. */
function percentEncode(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x80) return percent(code);
  if (code < 0x800) return percent(0xc0 | (code >> 6)) + percent(0x80 | (code & 0x3f));
  return percent(0xe0 | (code >> 12)) + percent(0x80 | ((code >> 6) & 0x3f)) + percent(0x80 | (code & 0x3f));
}

function percentDecode(encoded: string): string {
  const [first = 0, second = 0, third = 0] = encoded
    .split("%")
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16));
  if (first < 0x80) return String.fromCharCode(first);
  if (first < 0xe0) return String.fromCharCode(((first & 0x1f) << 6) | (second & 0x3f));
  return String.fromCharCode(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f));
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}

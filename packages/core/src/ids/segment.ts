import { given } from "../errors/given.ts";
import { InvalidIdError } from "../errors/id-errors.ts";
import { MAX_SEGMENT_BYTES, parseId, type ResultId } from "./result-id.ts";

/** Segment of the empty text. It is unambiguous, since the text `%` is escaped. */
const EMPTY = "%";

/** Escape sequence made by `segment`: of `%`, `.`, `/`, C0 or DEL; of C1 in UTF-8; of a lone surrogate in the same scheme. */
const ESCAPE = /%(?:2[5EF]|[01][0-9A-F]|7F)|%C2%[89][0-9A-F]|%ED%[AB][0-9A-F]%[89AB][0-9A-F]/g;
/** Characters that a segment must not contain, and a `%` that would start an {@link ESCAPE}. */
const NEEDS_ESCAPE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern finds control characters.
  /[/\u0000-\u001f\u007f-\u009f\ud800-\udfff]|%(?=2[5EF]|[01][0-9A-F]|7F|C2%[89][0-9A-F]|ED%[AB][0-9A-F]%[89AB][0-9A-F])/gu;

/**
 * Encodes any text as one segment of an id: `/`, control characters, lone surrogates and the texts `.`, `..` and `''` are
 * percent-encoded, other text is unchanged. {@link splitId} decodes it.
 *
 * @example
 * ```ts
 * const id = ["runs", segment("llama/3:8b"), "loss"]; // 'runs/llama%2F3:8b/loss'
 * splitId("runs/llama%2F3:8b/loss"); // ['runs', 'llama/3:8b', 'loss']
 * ```
 * @throws {InvalidIdError} `INVALID_ID` for text whose segment exceeds 200 bytes; use `digest(text)` for long text.
 * @throws {TypeError} when `text` is not a string.
 */
export function segment(text: string): string {
  if (typeof text !== "string") {
    throw new TypeError(`segment() takes a string, got ${given(text)}.`);
  }
  if (text === "" || text === EMPTY) return text === "" ? EMPTY : "%25";
  const escaped = text === "." || text === ".." ? text.replace(".", "%2E") : text.replace(NEEDS_ESCAPE, percentEncode);
  const bytes = Buffer.byteLength(escaped);
  if (bytes <= MAX_SEGMENT_BYTES) return escaped;
  const reason = `as a segment it takes ${bytes} bytes, ${MAX_SEGMENT_BYTES} are allowed; use digest(text) for longer text`;
  throw new InvalidIdError(text, reason);
}

/**
 * Splits an id into the texts of its segments: decodes the segments made by {@link segment}, returns others unchanged.
 *
 * @throws as `parseId`.
 */
export function splitId(id: ResultId): string[] {
  return parseId(id)
    .split("/")
    .map((part) => (part === EMPTY ? "" : part.replace(ESCAPE, percentDecode)));
}

/** Encodes one character in UTF-8; also a lone surrogate, which `encodeURIComponent` rejects. */
function percentEncode(character: string): string {
  if (character.isWellFormed()) return encodeURIComponent(character);
  const code = character.charCodeAt(0);
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join("");
}

function percentDecode(encoded: string): string {
  const [first, second, third] = encoded
    .split("%")
    .slice(1)
    .map((hex) => Number.parseInt(hex, 16)) as [number, number, number];
  if (first < 0x80) return String.fromCharCode(first);
  if (first < 0xe0) return String.fromCharCode(((first & 0x1f) << 6) | (second & 0x3f));
  return String.fromCharCode(((first & 0x0f) << 12) | ((second & 0x3f) << 6) | (third & 0x3f));
}

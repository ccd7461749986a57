import { InvalidDigestError } from "../errors/digest-errors.ts";

/** How long a digest is. */
export const DIGEST_LENGTH = 64;
/** The least of a digest that may stand for it. */
export const SHORTEST_DIGEST = 4;

const DIGEST = /^[0-9a-f]{64}$/;
const SHORT = /^[0-9a-f]{4,64}$/;

/** Tells whether a text is a whole digest in its canonical form. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/**
 * A whole digest in lower case.
 *
 * @throws {InvalidDigestError} `INVALID_DIGEST` for anything but 64 hexadecimal characters; {@link TypeError} for what is no string.
 */
export function parseDigest(text: string): string {
  return parse(text, DIGEST, "it must be 64 hexadecimal characters");
}

/**
 * A digest, or at least four characters of its beginning, in lower case.
 *
 * @throws {InvalidDigestError} `INVALID_DIGEST` for anything else; {@link TypeError} for what is no string.
 */
export function parseShortDigest(text: string): string {
  return parse(text, SHORT, "it must be 64 hexadecimal characters, or 4 and more of the beginning");
}

function parse(text: string, pattern: RegExp, expected: string): string {
  if (typeof text !== "string")
    throw new TypeError(`A digest must be a string, got ${text === null ? "null" : typeof text}.`);
  if (pattern.test(text)) return text;
  const lower = text.toLowerCase();
  if (text.length <= DIGEST_LENGTH && pattern.test(lower)) return lower;
  throw new InvalidDigestError(text, expected);
}

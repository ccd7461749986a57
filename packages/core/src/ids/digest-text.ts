import { InvalidDigestError } from "../errors/digest-errors.ts";
import { given } from "../errors/given.ts";

/** Length of a digest, in characters. */
export const DIGEST_LENGTH = 64;
/** Minimum length of an abbreviated digest. */
export const SHORTEST_DIGEST = 4;

const DIGEST = /^[0-9a-f]{64}$/;
const SHORT = /^[0-9a-f]{4,64}$/;

/** Tells whether a text is a full digest in canonical form. */
export function isDigest(text: string): boolean {
  return DIGEST.test(text);
}

/**
 * Parses a full digest; returns it in lower case.
 *
 * @throws {InvalidDigestError} `INVALID_DIGEST` for anything but 64 hexadecimal characters; {@link TypeError} for anything but a string.
 */
export function parseDigest(text: string): string {
  return parse(text, DIGEST, "it must be 64 hexadecimal characters");
}

/**
 * Parses a digest or its first four or more characters; returns them in lower case.
 *
 * @throws {InvalidDigestError} `INVALID_DIGEST` for any other text; {@link TypeError} for anything but a string.
 */
export function parseShortDigest(text: string): string {
  return parse(text, SHORT, "it must be 64 hexadecimal characters, or at least the first 4");
}

function parse(text: string, pattern: RegExp, expected: string): string {
  if (typeof text !== "string") throw new TypeError(`A digest must be a string, got ${given(text)}.`);
  if (pattern.test(text)) return text;
  const lower = text.toLowerCase();
  if (text.length <= DIGEST_LENGTH && pattern.test(lower)) return lower;
  throw new InvalidDigestError(text, expected);
}

import { InvalidKeyError } from "../errors/cache-errors.ts";

/** The longest key of a cache, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1000;

/** Text of so few units takes no more bytes than are allowed, whatever it is. */
const SHORT = MAX_KEY_BYTES / 3;

/**
 * Checks a key of a cache, which is used as it is.
 *
 * @throws {InvalidKeyError} `INVALID_KEY` when it is empty, too long, or holds a lone surrogate.
 * @throws {TypeError} when it is no string.
 */
export function checkKey(key: string, what = "key"): string {
  if (typeof key !== "string")
    throw new TypeError(`A ${what} must be a string, got ${key === null ? "null" : typeof key}.`);
  if (key === "") throw new InvalidKeyError(key, what, "it is empty");
  return checkText(key, what);
}

/** Checks what keys shall begin with: the same, but it may be empty. @throws as {@link checkKey}. */
export function checkPrefix(prefix: string | undefined): string | undefined {
  return prefix === undefined || prefix === "" ? undefined : checkKey(prefix, "prefix");
}

/** Checks tags, of which each counts once. @throws as {@link checkKey}. */
export function checkTags(tags: readonly string[] | undefined): readonly string[] {
  if (tags === undefined) return [];
  if (!Array.isArray(tags)) throw new TypeError(`tags must be an array of strings, got ${typeof tags}.`);
  for (const tag of tags) checkKey(tag, "tag");
  return tags.length < 2 ? tags : [...new Set<string>(tags)];
}

function checkText(text: string, what: string): string {
  if (!text.isWellFormed()) throw new InvalidKeyError(text, what, "it holds a lone surrogate");
  if (text.length <= SHORT) return text;
  const bytes = Buffer.byteLength(text);
  if (bytes <= MAX_KEY_BYTES) return text;
  throw new InvalidKeyError(text, what, `it takes ${bytes} bytes, ${MAX_KEY_BYTES} are allowed`);
}

import { InvalidKeyError } from "../errors/cache-errors.ts";
import { given } from "../errors/given.ts";

/** Greatest length of a cache key, in bytes of UTF-8. */
export const MAX_KEY_BYTES = 1000;

/** Number of UTF-16 units that never take more bytes than the limit. */
const SHORT = MAX_KEY_BYTES / 3;

/**
 * Checks a cache key, which is used unchanged.
 *
 * @throws {InvalidKeyError} `INVALID_KEY` if it is empty, too long, or has a lone surrogate.
 * @throws {TypeError} if it is not a string.
 */
export function checkKey(key: string, what = "key"): string {
  if (typeof key !== "string") throw new TypeError(`A ${what} must be a string, got ${given(key)}.`);
  if (key === "") throw new InvalidKeyError(key, what, "it is empty");
  return checkText(key, what);
}

/** Checks a key prefix, which may be empty. @throws as {@link checkKey}. */
export function checkPrefix(prefix: string | undefined): string | undefined {
  return prefix === undefined || prefix === "" ? undefined : checkKey(prefix, "prefix");
}

/** Checks tags and removes duplicates. @throws as {@link checkKey}. */
export function checkTags(tags: readonly string[] | undefined): readonly string[] {
  if (tags === undefined) return [];
  if (!Array.isArray(tags)) throw new TypeError(`tags must be an array of strings, got ${given(tags)}.`);
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

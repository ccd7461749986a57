import { InvalidDigestError } from "../errors/digest-errors.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { DIGEST_LENGTH, parseDigest, parseShortDigest } from "../ids/digest-text.ts";
import { parseId } from "../ids/result-id.ts";

/** What a value is asked for by: its digest, the beginning of it, or a name that was given to it. */
export type ValueKey =
  | { readonly digest: string; readonly alias?: undefined }
  | { readonly digest?: undefined; readonly alias: string };

/** No alias is made of these alone: it could be a digest, or the beginning of one, now or later. */
const HEXADECIMAL = /^[0-9a-f]*$/i;

/**
 * Tells digests, which may be short, from aliases.
 *
 * @throws {InvalidDigestError} `INVALID_DIGEST` for what is neither; {@link TypeError} for what is no string.
 */
export function parseValueKey(key: string): ValueKey {
  return isAlias(key) ? { alias: parseAlias(key) } : { digest: parseShortDigest(key) };
}

/**
 * What a value is to be saved under: an alias, its whole digest, or what it has anyway.
 *
 * @throws as {@link parseValueKey}, and for the beginning of a digest.
 */
export function parseSaveKey(key: string | undefined): Partial<ValueKey> {
  if (key === undefined) return {};
  if (isAlias(key)) return { alias: parseAlias(key) };
  if (typeof key !== "string" || key.length === DIGEST_LENGTH) return { digest: parseDigest(key) };
  throw new InvalidDigestError(
    key,
    "a digest has 64 hexadecimal characters, and an alias one that is none, so that it is never taken for the beginning of a digest",
  );
}

function isAlias(key: string): boolean {
  return typeof key === "string" && !HEXADECIMAL.test(key);
}

/** An alias is an id, in its canonical form. */
function parseAlias(text: string): string {
  let id: string;
  try {
    id = parseId(text);
  } catch (error) {
    if (!isResultsError(error, "INVALID_ID")) throw error;
    throw new InvalidDigestError(text, `it is no hexadecimal number, and no alias either. ${error.message}`);
  }
  if (id === text) return id;
  throw new InvalidDigestError(text, `an alias is written without needless slashes, ${JSON.stringify(id)}`);
}

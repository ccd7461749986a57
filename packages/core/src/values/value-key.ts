import { InvalidDigestError } from "../errors/digest-errors.ts";
import { isResultsError } from "../errors/is-results-error.ts";
import { DIGEST_LENGTH, parseDigest, parseShortDigest } from "../ids/digest-text.ts";
import { parseId } from "../ids/result-id.ts";

/** Parsed key of a value: a digest, a prefix of one, or an alias. */
export type ValueKey =
  | { readonly digest: string; readonly alias?: undefined }
  | { readonly digest?: undefined; readonly alias: string };

/** Text of hexadecimal characters only is never an alias, since it could be a digest or the prefix of one. */
const HEXADECIMAL = /^[0-9a-f]*$/i;

/**
 * Parses a digest, a prefix of one, or an alias.
 *
 * @throws {InvalidDigestError} `INVALID_DIGEST` for other text; {@link TypeError} if it is not a string.
 */
export function parseValueKey(key: string): ValueKey {
  return isAlias(key) ? { alias: parseAlias(key) } : { digest: parseShortDigest(key) };
}

/**
 * Parses the key for saving a value: an alias, a whole digest, or none.
 *
 * @throws as {@link parseValueKey}, and for the prefix of a digest.
 */
export function parseSaveKey(key: string | undefined): Partial<ValueKey> {
  if (key === undefined) return {};
  if (isAlias(key)) return { alias: parseAlias(key) };
  if (typeof key !== "string" || key.length === DIGEST_LENGTH) return { digest: parseDigest(key) };
  throw new InvalidDigestError(
    key,
    "a digest has 64 hexadecimal characters, and an alias has one that is not hexadecimal, so that it is not read as the prefix of a digest",
  );
}

function isAlias(key: string): boolean {
  return typeof key === "string" && !HEXADECIMAL.test(key);
}

/** Parses an alias, which must be an id in canonical form. */
function parseAlias(text: string): string {
  let id: string;
  try {
    id = parseId(text);
  } catch (error) {
    if (!isResultsError(error, "INVALID_ID")) throw error;
    throw new InvalidDigestError(text, `it is neither a hexadecimal number nor an alias. ${error.message}`);
  }
  if (id === text) return id;
  throw new InvalidDigestError(text, `an alias must be in canonical form, ${JSON.stringify(id)}`);
}

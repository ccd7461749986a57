import { ResultsError } from "./results-error.ts";

const MAX_QUOTE_LENGTH = 80;

/** `INVALID_DIGEST`: the argument is not a digest, or not the digest of the value. Thrown before anything is read or written. */
export class InvalidDigestError extends ResultsError {
  constructor(text: string, expected: string) {
    const quoted = text.length > MAX_QUOTE_LENGTH ? `${text.slice(0, MAX_QUOTE_LENGTH)}…` : text;
    super("INVALID_DIGEST", `${JSON.stringify(quoted)} is not a valid digest: ${expected}.`);
  }
}

/** `DIGEST_NOT_FOUND`: nothing is stored under the digest or the alias. */
export class DigestNotFoundError extends ResultsError {
  /** Requested digest, abbreviated digest or alias. */
  readonly key: string;

  constructor(key: string, what: string, relation: string = key.length < 64 ? "begins with" : "has the digest") {
    super(
      "DIGEST_NOT_FOUND",
      `No ${what} ${relation} '${key}'. Use contains() to check first, or list() to see what is stored.`,
    );
    this.key = key;
  }
}

/** `AMBIGUOUS_DIGEST`: several stored digests begin with the abbreviated digest. */
export class AmbiguousDigestError extends ResultsError {
  /** Abbreviated digest. */
  readonly key: string;
  /** Number of stored digests that begin with it. */
  readonly matches: number;
  /** Number of characters that distinguish all of them. */
  readonly characters: number;

  constructor(key: string, matches: number, characters: number) {
    super("AMBIGUOUS_DIGEST", `${matches} digests begin with '${key}'. Pass at least ${characters} characters.`);
    this.key = key;
    this.matches = matches;
    this.characters = characters;
  }
}

import { ResultsError } from "./results-error.ts";

const LONGEST_QUOTE = 80;

/** `INVALID_DIGEST`: what was given is no digest, or not that of the value. Thrown before anything is touched. */
export class InvalidDigestError extends ResultsError {
  constructor(given: string, expected: string) {
    const shown = given.length > LONGEST_QUOTE ? `${given.slice(0, LONGEST_QUOTE)}…` : given;
    super("INVALID_DIGEST", `${JSON.stringify(shown)} is not a digest that can be used here: ${expected}.`);
  }
}

/** `DIGEST_NOT_FOUND`: nothing is stored under the digest, or the alias. */
export class DigestNotFoundError extends ResultsError {
  /** The digest, the beginning of one, or the alias, as it was asked for. */
  readonly key: string;

  constructor(key: string, what: string, relation: string = key.length < 64 ? "begins with" : "has the digest") {
    super(
      "DIGEST_NOT_FOUND",
      `No ${what} ${relation} '${key}'. Use contains() to look first, or list() to see what there is.`,
    );
    this.key = key;
  }
}

/** `AMBIGUOUS_DIGEST`: several stored digests begin with what was given. */
export class AmbiguousDigestError extends ResultsError {
  /** The beginning of a digest, as it was given. */
  readonly key: string;
  /** How many stored digests begin with it. */
  readonly matches: number;
  /** How many characters tell all of them apart. */
  readonly characters: number;

  constructor(key: string, matches: number, characters: number) {
    super(
      "AMBIGUOUS_DIGEST",
      `${matches} digests begin with '${key}'. Give ${characters} characters to tell them apart.`,
    );
    this.key = key;
    this.matches = matches;
    this.characters = characters;
  }
}

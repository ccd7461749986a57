import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Difference } from "./difference.ts";
import type { ErrorWords } from "./error-words.ts";
import { formatPath } from "./format-path.ts";
import { ResultsError } from "./results-error.ts";

/** `RESULT_NOT_FOUND`: nothing is stored under the id, or the result has expired. */
export class ResultNotFoundError extends ResultsError {
  constructor(id: string) {
    super("RESULT_NOT_FOUND", `There is no result '${id}'. Use exists() to check first.`, { id });
  }
}

/** `RESULT_EXISTS`: a result is already stored under the id, and `behavior` does not allow replacing it. */
export class ResultExistsError extends ResultsError {
  constructor(
    id: string,
    message = `There is a result '${id}' already. Pass behavior 'skip_if_exists' to keep it or 'overwrite' to replace it.`,
    code: "RESULT_EXISTS" | "RESULT_DIFFERS" = "RESULT_EXISTS",
    cause?: unknown,
  ) {
    super(code, message, { id, cause });
  }
}

/** `RESULT_DIFFERS`: a different result is stored under the id. */
export class ResultDiffersError extends ResultExistsError {
  /** First difference of the stored and the new data; `undefined` when the stored record could not be compared. */
  readonly difference: Difference | undefined;

  constructor(id: string, reason: string, difference?: Difference, cause?: unknown) {
    super(id, `Result '${id}' is stored already and differs: ${reason}.`, "RESULT_DIFFERS", cause);
    this.difference = difference;
  }
}

/** `VALIDATION_FAILED`: the data does not fit the model. */
export class ValidationError extends ResultsError {
  /** Issues reported by the schema, as Standard Schema defines them. */
  readonly issues: readonly StandardSchemaV1.Issue[];

  constructor(
    modelName: string,
    issues: readonly StandardSchemaV1.Issue[],
    id?: string,
    { noun = "Result", advice }: ErrorWords = {},
  ) {
    const [first] = issues;
    const path = formatPath(issuePath(first));
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    const subject = id === undefined ? "The data" : `${noun} '${id}'`;
    super(
      "VALIDATION_FAILED",
      `${subject} does not fit model '${modelName}': ${first?.message ?? "refused"} at ${path}${more}.${advice === undefined ? "" : ` ${advice}`}`,
      { id },
    );
    this.issues = issues;
  }
}

/** Path of an issue in the data; empty for a path that does not conform to Standard Schema. */
export function issuePath(issue: StandardSchemaV1.Issue | undefined): readonly PropertyKey[] {
  const path: unknown = issue?.path;
  // Converts to a plain array: paths of ArkType have their own class, which map() would keep.
  return Array.isArray(path) ? Array.from(path, keyOf) : [];
}

function keyOf(part: unknown): PropertyKey {
  const key: unknown = typeof part === "object" && part !== null ? (part as { readonly key?: unknown }).key : part;
  return typeof key === "string" || typeof key === "number" || typeof key === "symbol" ? key : typeof key;
}

/** `NOT_ROUND_TRIPPABLE`: the data could not be read back equal, so it is not written. */
export class NotRoundTrippableError extends ResultsError {
  /** Path in the data. */
  readonly path: readonly PropertyKey[];
  readonly #reason: string;

  constructor(path: readonly PropertyKey[], reason: string, id?: string, cause?: unknown) {
    const data = id === undefined ? "The data" : `The data of '${id}'`;
    super("NOT_ROUND_TRIPPABLE", `${data} could not be read back equal: at ${formatPath(path)}, ${reason}.`, {
      id,
      cause,
    });
    this.path = path;
    this.#reason = reason;
  }

  /** Makes the error for a value that contains the data at `path`, with a remedy that is known there. */
  within(path: readonly PropertyKey[], remedy = ""): NotRoundTrippableError {
    return new NotRoundTrippableError([...path, ...this.path], this.#reason + remedy, this.id, this.cause);
  }

  /** Runs work that does not know the id of its value, and adds the id to its {@link NotRoundTrippableError}. */
  static naming<T>(id: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotRoundTrippableError) || error.id !== undefined) throw error;
      throw new NotRoundTrippableError(error.path, error.#reason, id, error.cause);
    }
  }
}

/** `CORRUPT_RECORD`: the stored content is not a valid record. Other records are unaffected. */
export class CorruptRecordError extends ResultsError {
  /** Location on the medium, such as a file or a row. */
  readonly location: string;

  constructor(
    id: string,
    location: string,
    reason: string,
    cause?: unknown,
    advice = "Write it again with behavior 'overwrite', or delete it.",
  ) {
    super("CORRUPT_RECORD", `The record of '${id}' in ${location} is corrupt: ${reason}. ${advice}`, { id, cause });
    this.location = location;
  }
}

import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Difference } from "../typed-records/first-difference.ts";
import { formatPath } from "./format-path.ts";
import { ResultsError } from "./results-error.ts";

/** `RESULT_NOT_FOUND`: nothing is stored under the id, or what was has expired. */
export class ResultNotFoundError extends ResultsError {
  constructor(id: string) {
    super("RESULT_NOT_FOUND", `There is no result '${id}'. Use exists() to look first.`, { id });
  }
}

/** `RESULT_EXISTS`: something is stored under the id already, and the behaviour was not to touch it. */
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

/** `RESULT_DIFFERS`: something else is stored under the id. */
export class ResultDiffersError extends ResultExistsError {
  /** The first place where stored and given data differ; absent when the stored record could not be compared. */
  readonly difference: Difference | undefined;

  constructor(id: string, reason: string, difference?: Difference, cause?: unknown) {
    super(id, `Result '${id}' is stored already and differs: ${reason}.`, "RESULT_DIFFERS", cause);
    this.difference = difference;
  }
}

/** `VALIDATION_FAILED`: the data does not fit the model. */
export class ValidationError extends ResultsError {
  /** What the schema found wrong, as Standard Schema reports it. */
  readonly issues: readonly StandardSchemaV1.Issue[];

  /** @param written which model wrote the record, where it was read, and what to do about it. */
  constructor(modelName: string, issues: readonly StandardSchemaV1.Issue[], id?: string, written?: string) {
    const [first] = issues;
    const where = formatPath(issuePath(first));
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    const subject = id === undefined ? "The data" : `Result '${id}'`;
    super(
      "VALIDATION_FAILED",
      `${subject} does not fit model '${modelName}': ${first?.message ?? "refused"} at ${where}${more}.${written === undefined ? "" : ` ${written}`}`,
      { id },
    );
    this.issues = issues;
  }
}

/** Where in the data an issue is; nowhere for one of another shape than Standard Schema gives it. */
export function issuePath(issue: StandardSchemaV1.Issue | undefined): readonly PropertyKey[] {
  const path: unknown = issue?.path;
  // A plain array: ArkType's paths are of a class of their own, which map() would keep.
  return Array.isArray(path) ? Array.from(path, keyOf) : [];
}

function keyOf(part: unknown): PropertyKey {
  const key: unknown = typeof part === "object" && part !== null ? (part as { readonly key?: unknown }).key : part;
  return typeof key === "string" || typeof key === "number" || typeof key === "symbol" ? key : typeof key;
}

/** `NOT_ROUND_TRIPPABLE`: the data could not be read back equal, so it is not written. */
export class NotRoundTrippableError extends ResultsError {
  /** Where in the data. */
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

  /** The same of what the data is a part of. */
  within(path: readonly PropertyKey[]): NotRoundTrippableError {
    return new NotRoundTrippableError([...path, ...this.path], this.#reason, this.id, this.cause);
  }

  /** Carries out what takes a value apart, which does not know what it is stored under: what it throws names the id. */
  static naming<T>(id: string, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NotRoundTrippableError) || error.id !== undefined) throw error;
      throw new NotRoundTrippableError(error.path, error.#reason, id, error.cause);
    }
  }
}

/** `CORRUPT_RECORD`: what the medium holds under the id is not a record. Its neighbours are unaffected. */
export class CorruptRecordError extends ResultsError {
  /** Where the medium holds it: a file, a row. */
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

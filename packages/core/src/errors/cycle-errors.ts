import { ResultsError } from "./results-error.ts";

/** `COMPUTE_CYCLE`: a computation asks, itself or by another one, for its own result, and would wait for itself for ever. */
export class ComputeCycleError extends ResultsError {
  /** What is asked for, each by the one before it; the first and the last are the same. */
  readonly path: readonly string[];

  constructor(key: string, path: readonly string[]) {
    const [name = key] = path;
    const way = path.length > 2 ? `, by way of ${path.slice(1, -1).map(quoted).join(", ")},` : "";
    super(
      "COMPUTE_CYCLE",
      `The computation of ${quoted(name)} asks${way} for its own result, and would wait for itself. Compute it without, or under another key.`,
      { id: key },
    );
    this.path = path;
  }
}

/** `UPDATE_CYCLE`: the function of an `update` writes the result that it is to change. That call did nothing. */
export class UpdateCycleError extends ResultsError {
  constructor(id: string) {
    super(
      "UPDATE_CYCLE",
      `The function that updates '${id}' writes that same result itself. Return what it shall be; the function may read it.`,
      { id },
    );
  }
}

function quoted(key: string): string {
  return `'${key}'`;
}

import { ResultsError } from "./results-error.ts";

/** `COMPUTE_CYCLE`: a computation requests its own result, directly or through other computations, and would never end. */
export class ComputeCycleError extends ResultsError {
  /** Computations of the cycle, each requested by the one before it; the first and the last are equal. */
  readonly path: readonly string[];

  constructor(key: string, path: readonly string[]) {
    const [name = key] = path;
    const through = path.length > 2 ? ` through ${path.slice(1, -1).map(quote).join(", ")}` : "";
    super(
      "COMPUTE_CYCLE",
      `The computation of ${quote(name)} requests its own result${through}, and would wait for itself. Remove that request, or use another key.`,
      { id: key },
    );
    this.path = path;
  }
}

/** `UPDATE_CYCLE`: the function passed to `update` writes the result that it changes. That write was rejected. */
export class UpdateCycleError extends ResultsError {
  constructor(id: string) {
    super(
      "UPDATE_CYCLE",
      `Cannot write '${id}' within the function that updates it. Return the new value instead; reading the result is allowed.`,
      { id },
    );
  }
}

function quote(key: string): string {
  return `'${key}'`;
}

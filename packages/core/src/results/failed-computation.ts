/** Failure of the function that computes a result; its cause is what that function threw. Callers that share the computation get it, too. */
export class FailedComputation extends Error {
  override readonly name = "FailedComputation";

  constructor(cause: unknown) {
    super("The computation failed.", { cause });
  }
}

/** Runs a function of the user. @throws {FailedComputation} when it throws: what it threw cannot be told from an error of the store. */
export async function ofUser<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw new FailedComputation(error);
  }
}

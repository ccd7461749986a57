import { isResultsError } from "results-manager";

/** Prints the message of an expected error of the library. Any other error is rethrown; no error at all is also a bug. */
export async function showFailure(attempt: () => unknown): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!isResultsError(error)) throw error;
    console.log(`${error.code}: ${error.message}`);
    return;
  }
  throw new Error("The call should have failed.");
}

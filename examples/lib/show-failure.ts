import { isResultsError } from "results-manager";

/** Prints what an error of the library says. Anything else is a bug, and goes on; so is no error at all. */
export async function showFailure(attempt: () => unknown): Promise<void> {
  try {
    await attempt();
  } catch (error) {
    if (!isResultsError(error)) throw error;
    console.log(`${error.code}: ${error.message}`);
    return;
  }
  throw new Error("It should have failed.");
}

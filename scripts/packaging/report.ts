/** Runs a check and prints its one line. A fault sets the exit code, and lets the other checks run: all faults show at once. */
export async function report(what: string, check: () => string | Promise<string>): Promise<boolean> {
  try {
    console.log(`ok    ${what}: ${await check()}`);
    return true;
  } catch (error) {
    process.exitCode = 1;
    console.error(`FAIL  ${what}: ${explain(error)}`);
    return false;
  }
}

// Faults are thrown as plain errors, whose message says all; anything else is a mistake of the check, and needs its stack.
function explain(error: unknown): string {
  if (!(error instanceof Error) || error.constructor !== Error)
    return error instanceof Error ? `${error.stack}` : `${error}`;
  return error.cause === undefined ? error.message : `${error.message}\n${explain(error.cause)}`;
}

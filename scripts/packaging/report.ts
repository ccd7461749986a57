/** Runs a check and prints its result in one line. A fault sets the exit code and lets the other checks run, so that all faults are shown. */
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

// Faults are thrown as plain errors, whose message is sufficient; any other error is a bug in the check and needs its stack.
function explain(error: unknown): string {
  if (!(error instanceof Error) || error.constructor !== Error)
    return error instanceof Error ? `${error.stack}` : `${error}`;
  return error.cause === undefined ? error.message : `${error.message}\n${explain(error.cause)}`;
}

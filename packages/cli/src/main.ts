import { outputStream } from "./output/output-stream.ts";
import { Interrupted, OutputClosed } from "./program/outcome.ts";
import { runCommand } from "./program/run-command.ts";
import { VERSION } from "./version.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs the command line of this process and sets its exit code: 0 done, 1 failed, different or damaged, 2 wrong words, 3 not found, 130
 * interrupted. Never rejects.
 *
 * @param words Words after the name of the program.
 *
 * @example
 * ```ts
 * await main(["ls", "./data"]);
 * ```
 */
export async function main(words: readonly string[] = process.argv.slice(2)): Promise<void> {
  const stdout = outputStream(1, () => process.stdout);
  const stderr = outputStream(2, () => process.stderr);
  const stop = new AbortController();
  const interrupt = (): void => {
    if (stop.signal.aborted) process.exit(130); // Asked twice: the user does not want to wait.
    stop.abort(new Interrupted("Interrupted."));
  };
  const close = (error: Error & { readonly code?: string }): void => {
    stop.abort(error.code === "EPIPE" ? new OutputClosed("The output is no longer read.") : error);
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  stdout.on("error", close);
  stderr.on("error", () => {}); // What cannot be told is not worth ending for.
  try {
    process.exitCode = await runCommand(words, {
      stdout,
      stderr,
      environment: process.env,
      signal: stop.signal,
      version: VERSION,
    });
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

import { createInterface } from "node:readline/promises";
import type { CommandContext } from "../../definition/command-context.ts";
import { isSet } from "../../definition/read-words.ts";
import { UsageError } from "../../errors/usage-error.ts";

/**
 * Asks on a terminal whether something may be removed; `--yes` is the answer elsewhere.
 *
 * @throws {UsageError} where there is no terminal.
 */
export async function confirm(context: CommandContext, question: string): Promise<boolean> {
  if (isSet(context, "yes")) return true;
  const { output, signal } = context;
  if (!process.stdin.isTTY || !output.stderr.isTTY) {
    throw new UsageError(
      `${question} There is no terminal to ask on: --yes is needed, or --dry-run to see what would be done.`,
    );
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // The terminal is read raw: it sends no signal for Ctrl-C.
  terminal.once("SIGINT", () => process.kill(process.pid, "SIGINT"));
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted || (error as Error).name !== "AbortError") throw error;
    output.note(""); // Ctrl-D: the line of the question is not ended.
    return false;
  } finally {
    terminal.close();
  }
}

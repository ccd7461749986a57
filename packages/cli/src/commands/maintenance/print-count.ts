import type { CommandContext } from "../../definition/command-context.ts";
import { DONE, type ExitCode } from "../../errors/exit-codes.ts";

/** Prints the number of things that a command did or would do. */
export async function printCount(context: CommandContext, what: string, count: number): Promise<ExitCode> {
  await context.output.document({ [what]: count }, `${what}: ${count}`);
  return DONE;
}

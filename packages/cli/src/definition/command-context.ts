import type { Output } from "../output/output.ts";

/** Values of options by their names in camel case. */
export type OptionValues = Readonly<Record<string, string | readonly string[] | boolean | undefined>>;

/** Words, output and signal of a command that runs. */
export interface CommandContext {
  /** Positional arguments, in their order; a list for the last one if it takes several words. */
  readonly words: readonly (string | readonly string[] | undefined)[];
  readonly options: OptionValues;
  readonly output: Output;
  /** Aborted when the user interrupts the command, or when its output is no longer read. */
  readonly signal: AbortSignal;
}

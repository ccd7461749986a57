import type { ExitCode } from "../errors/exit-codes.ts";
import type { CommandContext } from "./command-context.ts";

/** Positional argument of a command. */
export interface ArgumentDefinition {
  /** Name as in a usage line: `<store>`, `[prefix]`, `[ids...]`. */
  readonly name: string;
  readonly description: string;
}

/** Option of a command. */
export interface OptionDefinition {
  /** Names as in a usage line: `-l, --long`, `--limit <n>`. */
  readonly flags: string;
  readonly description: string;
  /** Value when the option is not given, as text. */
  readonly default?: string | undefined;
  readonly choices?: readonly string[] | undefined;
  /** The option may be given several times; its value is a list. */
  readonly isList?: boolean | undefined;
  /** The value may be empty text. */
  readonly mayBeEmpty?: boolean | undefined;
}

/** Example of a command. */
export interface Example {
  /** Words after the name of the program. */
  readonly words: string;
  readonly meaning: string;
}

/** Module of a command, which is loaded when the command is run. */
export interface CommandModule {
  run(context: CommandContext): Promise<ExitCode>;
}

/** Description of a command, from which its help, its completion and its page are made. */
export interface CommandDefinition {
  readonly name: string;
  /** A sentence in the third person. */
  readonly summary: string;
  /** Further sentences for the help. */
  readonly details?: string | undefined;
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: readonly OptionDefinition[];
  readonly examples: readonly Example[];
  /** The command prints code, which has no other form. */
  readonly printsCode?: boolean | undefined;
  readonly load: () => Promise<CommandModule>;
}

import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { OptionValues } from "../definition/command-context.ts";
import type { CommandDefinition, OptionDefinition } from "../definition/command-definition.ts";
import { optionsOf } from "./format-options.ts";

/** Command that the user asked for, with its words. */
export interface Request {
  readonly definition: CommandDefinition;
  readonly words: readonly (string | readonly string[] | undefined)[];
  readonly options: OptionValues;
}

const SUMMARY = "Looks into a store of results, exports, moves and checks it.";

/** Builds the program of a catalog. The command that the user asks for is passed to `onRequest`. */
export function buildProgram(
  catalog: readonly CommandDefinition[],
  version: string,
  onRequest: (request: Request) => void,
): Command {
  const program = new Command("results").description(SUMMARY).version(version).exitOverride();
  program.configureHelp({ sortSubcommands: false }).showSuggestionAfterError();
  for (const definition of catalog) {
    const command = program.command(definition.name).description(definition.summary).exitOverride();
    if (definition.details !== undefined) command.addHelpText("after", `\n${definition.details}`);
    for (const { name, description } of definition.arguments) command.addArgument(new Argument(name, description));
    for (const option of optionsOf(definition)) command.addOption(optionOf(option));
    command.addHelpText("after", () => examplesOf(definition));
    command.action((...given: unknown[]) => {
      const words = given.slice(0, definition.arguments.length) as Request["words"];
      onRequest({ definition, words, options: command.opts() });
    });
  }
  return program;
}

function optionOf({ flags, description, choices, isList, mayBeEmpty, default: preset }: OptionDefinition): Option {
  const option = new Option(flags, description);
  if (preset !== undefined) option.default(preset);
  if (choices) option.choices(choices);
  else if (flags.includes("<")) {
    option.argParser<unknown>((text, before) => {
      if (text === "" && !mayBeEmpty) throw new InvalidArgumentError("It is empty.");
      return isList ? [...((before as readonly string[] | undefined) ?? []), text] : text;
    });
  }
  return option;
}

function examplesOf({ examples }: CommandDefinition): string {
  const lines = examples.map(({ words, meaning }) => `  $ results ${words}\n      ${meaning}`);
  return `\nExamples:\n${lines.join("\n")}`;
}

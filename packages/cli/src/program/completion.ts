import { CATALOG } from "../catalog/catalog.ts";
import type { CommandDefinition, CommandModule } from "../definition/command-definition.ts";
import { wordAt } from "../definition/read-words.ts";
import { DONE } from "../errors/exit-codes.ts";
import { UsageError } from "../errors/usage-error.ts";
import { optionsOf } from "./format-options.ts";

const NAMES = ["results", "results-manager"];

const SCRIPTS: Readonly<Record<string, () => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

export const run: CommandModule["run"] = async (context) => {
  const shell = wordAt(context, 0) as string;
  const script = Object.hasOwn(SCRIPTS, shell) ? SCRIPTS[shell] : undefined;
  if (!script) throw new UsageError(`'${shell}' is not one of ${Object.keys(SCRIPTS).join(", ")}.`);
  await context.output.text(script());
  return DONE;
};

/** Long and short names of the options of a command. */
function flagsOf(command: CommandDefinition): string[] {
  return optionsOf(command).flatMap(({ flags }) => flags.match(/(?<![\w-])--?[\w-]+/g) ?? []);
}

function commandNames(): string {
  return CATALOG.map(({ name }) => name).join(" ");
}

/** Branches of a `case` over the commands, each of which sets the words to choose from. */
function branches(assign: (flags: string) => string): string {
  return CATALOG.map((each) => `      ${each.name}) ${assign(flagsOf(each).join(" "))} ;;`).join("\n");
}

function bashScript(): string {
  return `_results() {
  local words="" current="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$COMP_CWORD" -eq 1 ]; then words="${commandNames()}"
  elif [ "\${current:0:1}" = "-" ]; then
    case "\${COMP_WORDS[1]}" in
${branches((flags) => `words="${flags}"`)}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _results ${NAMES.join(" ")}`;
}

function zshScript(): string {
  return `#compdef ${NAMES.join(" ")}
_results() {
  local -a candidates
  if (( CURRENT == 2 )); then candidates=(${commandNames()})
  elif [[ "$PREFIX" == -* ]]; then
    case "$words[2]" in
${branches((flags) => `candidates=(${flags})`)}
    esac
  fi
  if (( $#candidates )); then compadd -- $candidates; else _files; fi
}
compdef _results ${NAMES.join(" ")}`;
}

function fishScript(): string {
  const lines = CATALOG.flatMap((each) => [
    `complete -c results -n __fish_use_subcommand -a ${each.name} -d ${quoted(each.summary)}`,
    ...optionsOf(each).map((option) => fishOption(each.name, option)),
  ]);
  return [...lines, "complete -c results-manager -w results"].join("\n");
}

function fishOption(
  command: string,
  { flags, description }: { readonly flags: string; readonly description: string },
): string {
  const short = /(?<![\w-])-(\w)\b/.exec(flags)?.[1];
  const long = /--([\w-]+)/.exec(flags)?.[1];
  const value = flags.includes("<") ? " -r" : "";
  const names = `${short === undefined ? "" : ` -s ${short}`}${long === undefined ? "" : ` -l ${long}`}`;
  return `complete -c results -n '__fish_seen_subcommand_from ${command}'${names}${value} -d ${quoted(description)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

import { CATALOG } from "../../packages/cli/src/catalog/catalog.ts";
import type { CommandDefinition } from "../../packages/cli/src/definition/command-definition.ts";
import { FORMAT_OPTIONS } from "../../packages/cli/src/program/format-options.ts";

const HEAD = `# Commands

\`npx results-manager <command>\` looks into a store, exports, moves and checks it. It comes with \`results-manager\`, takes every store that
\`openStore\` takes, and needs none of the program that wrote: a store describes its models. \`results\` is a short name of it.

- A store is named by its path, \`./data\`, also that of a SQLite database, or by a URL such as \`postgres://user@host/database\`.
- A terminal gets tables, and a pipe a JSON document a line. Dates, Maps and other values that JSON lacks are shown as the nearest JSON;
  \`export\` keeps their types. Data goes to stdout, and all else to stderr.
- Commands only look, unless their page says that they write. What removes something asks on a terminal, and needs \`--yes\` elsewhere.
- Exit codes: 0 done, 1 failed, different or damaged, 2 wrong words, 3 not found, 130 interrupted. With \`--json\`, an error is
  \`{"error":{"code","message"}}\` on stderr, with the [codes of the library](errors.md).
- \`NO_COLOR\` is obeyed. Ctrl-C closes the store.`;

/** Makes the page of the commands from the definitions that their help is made from. */
export function commandsPage(): string {
  const options = FORMAT_OPTIONS.map(({ flags, description }) => `| \`${flags}\` | ${cell(description)} |`);
  const common = [
    "## Options of every command, except `types` and `completion`",
    "",
    "| | |",
    "|---|---|",
    ...options,
  ].join("\n");
  return `${[HEAD, common, ...CATALOG.map(sectionOf)].join("\n\n")}\n`;
}

function sectionOf(command: CommandDefinition): string {
  const { name, summary, details, arguments: words, options, examples } = command;
  const usage = ["results", name, ...(options.length > 0 ? ["[options]"] : []), ...words.map((word) => word.name)];
  const rows = [
    ...words.map((word) => `| \`${word.name}\` | ${cell(word.description)} |`),
    ...options.map(({ flags, description }) => `| \`${flags}\` | ${cell(description)} |`),
  ];
  const table = rows.length === 0 ? [] : [["| | |", "|---|---|", ...rows].join("\n")];
  const shown = examples.map(({ words: example, meaning }) => `results ${example}   # ${meaning}`).join("\n");
  const text = [`${summary}${details === undefined ? "" : ` ${details.replaceAll("\n", " ")}`}`];
  return [`## ${name}`, `\`${usage.join(" ")}\``, ...text, ...table, `\`\`\`sh\n${shown}\n\`\`\``].join("\n\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

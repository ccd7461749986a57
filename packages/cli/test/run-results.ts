import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { moduleFlags } from "@results-manager/testing";

const BIN = fileURLToPath(new URL("../bin/results.js", import.meta.url));

/** Outcome of a command. */
export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Words that start the command line in a process. */
export function commandOf(words: readonly string[]): string[] {
  return [process.execPath, ...moduleFlags(), BIN, ...words];
}

/** Runs a command in a process whose output is a pipe. */
export function runResults(...words: readonly string[]): Run {
  return runWith({}, ...words);
}

/** Runs a command with text on its stdin, or variables in its environment. */
export function runWith(
  { input, env, cwd }: { readonly input?: string; readonly env?: NodeJS.ProcessEnv; readonly cwd?: string },
  ...words: readonly string[]
): Run {
  const [program, ...rest] = commandOf(words) as [string, ...string[]];
  const options = {
    input: input ?? "",
    cwd,
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 30,
    encoding: "utf8",
  } as const;
  const { status, stdout, stderr } = spawnSync(program, rest, options);
  return { status, stdout, stderr };
}

/** Runs a command on a terminal of its own; its output has stderr, too, and ends its lines as a terminal does. */
export function runOnTerminal(
  words: readonly string[],
  { env, input = "" }: { env?: NodeJS.ProcessEnv; input?: string } = {},
): Run {
  const line = commandOf(words).map(quoted).join(" ");
  const options = {
    env: { ...process.env, NO_COLOR: undefined, COLUMNS: "100", ...env },
    input,
    encoding: "utf8",
  } as const;
  const { status, stdout, stderr } = spawnSync("script", ["-qec", `stty cols 100; ${line}`, "/dev/null"], options);
  return { status, stdout: stdout.replaceAll("\r\n", "\n"), stderr };
}

/** Starts a command in a process, to watch or interrupt it. */
export function startResults(...words: readonly string[]) {
  const [program, ...rest] = commandOf(words) as [string, ...string[]];
  return spawn(program, rest, { stdio: ["ignore", "pipe", "pipe"] });
}

/** Parses what a command printed: a JSON document a line. */
export function linesOf<T = Record<string, unknown>>({ stdout }: Pick<Run, "stdout">): T[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

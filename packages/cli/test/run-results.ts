import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { moduleFlags } from "@results-manager/testing";
import { SharedProcess } from "./shared-process.ts";

const BIN = fileURLToPath(new URL("../bin/results.js", import.meta.url));
const RUN_COMMANDS = fileURLToPath(new URL("children/run-commands.ts", import.meta.url));

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

const shared = new SharedProcess([process.execPath, ...moduleFlags(), RUN_COMMANDS]);

/** Runs a command in a process that runs many, whose output is a pipe: to start one takes ten times as long as most commands. */
export function runResults(...words: readonly string[]): Promise<Run> {
  return shared.run(words);
}

/** Runs a command in a process of its own, whose output is a pipe, with text on its stdin, or variables in its environment. */
export function runAlone(
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

/**
 * Makes a process that runs commands, and may write only where permissions let its user write: root may write anywhere else.
 */
export function unprivileged(): SharedProcess {
  const command = [process.execPath, ...moduleFlags(), RUN_COMMANDS];
  const without = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"];
  return new SharedProcess(process.getuid?.() === 0 ? [...without, ...command] : command);
}

interface TerminalOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly input?: string;
}

/** Runs a command on a terminal of its own; its output has stderr, too, and ends its lines as a terminal does. */
export function runOnTerminal(words: readonly string[], options: TerminalOptions = {}): Run {
  return onTerminal(commandOf(words), options);
}

/** Runs commands one after the other in a process on a terminal; the output of each has stderr, too. */
export function runAllOnTerminal(commands: readonly (readonly string[])[], options: TerminalOptions = {}): Run[] {
  const end = "<end of a command>";
  const words = [process.execPath, ...moduleFlags(), RUN_COMMANDS, end, JSON.stringify(commands)];
  const { stdout } = onTerminal(words, options);
  const outputs = stdout.split(new RegExp(`${end} (\\d+)\n`));
  return commands.map((_, i) => ({ status: Number(outputs[2 * i + 1]), stdout: outputs[2 * i] ?? "", stderr: "" }));
}

function onTerminal(command: readonly string[], { env, input = "" }: TerminalOptions): Run {
  const line = command.map(quoted).join(" ");
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

import { CommanderError } from "commander";
import { CATALOG } from "../catalog/catalog.ts";
import { documentOf, linesOf } from "../errors/describe-error.ts";
import { type ExitCode, exitCodeOf } from "../errors/exit-codes.ts";
import { UsageError } from "../errors/usage-error.ts";
import { Output, type OutputOptions } from "../output/output.ts";
import type { OutputFormat } from "../output/output-format.ts";
import { buildProgram, type Request } from "./build-program.ts";
import { Interrupted, OutputClosed } from "./outcome.ts";

/** Streams and signal of a run. */
export interface RunOptions extends Pick<OutputOptions, "stdout" | "stderr"> {
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Runs the command that the words ask for; returns its exit code. Errors are printed. */
export async function runCommand(words: readonly string[], options: RunOptions): Promise<ExitCode> {
  const isJson = words.includes("--json");
  let output: Output | undefined;
  try {
    const request = parse(words, options);
    if (typeof request === "number") return request;
    const { run } = await request.definition.load();
    output = new Output({ ...options, format: formatOf(request, options), ...abilitiesOf(options) });
    const code = await run({ ...request, output, signal: options.signal });
    await output.flush();
    if (!(options.signal.reason instanceof Interrupted)) options.signal.throwIfAborted();
    return code;
  } catch (thrown) {
    const { signal, stderr } = options;
    const error: unknown = signal.aborted ? signal.reason : thrown;
    if (signal.reason instanceof OutputClosed) return 0;
    if (signal.reason instanceof Interrupted) return 130;
    // Whole lines are of use without those that would follow, and a document is not.
    if (!signal.aborted && !isJson) await output?.flush();
    stderr.write(`${isJson ? JSON.stringify(documentOf(error)) : linesOf(error)}\n`);
    return exitCodeOf(error);
  }
}

/** Finds what the words ask for; returns an exit code if help or the version was all. @throws {UsageError} */
function parse(words: readonly string[], { stdout, version }: RunOptions): Request | ExitCode {
  let request: Request | undefined;
  const named = CATALOG.filter(({ name }) => name === words[0]);
  // The command alone, if one is named: building all of them takes a tenth of the time of a short command.
  const program = buildProgram(named.length > 0 ? named : CATALOG, version, (found) => {
    request = found;
  });
  const writers = { writeOut: (text: string) => void stdout.write(text), writeErr: () => {} };
  for (const command of [program, ...program.commands]) command.configureOutput(writers);
  try {
    if (words.length === 0) program.outputHelp();
    else program.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // Asked for the help of something that is no command.
    if (error.code === "commander.help")
      throw new UsageError(`There is no command '${words.at(-1)}'. Run 'results --help'.`);
    throw new UsageError(`${error.message.replace(/^error: |\.$/g, "")}. ${helpHint(words)}`, { cause: error });
  }
  return request ?? 0;
}

function helpHint(words: readonly string[]): string {
  const name = CATALOG.find((each) => each.name === words[0])?.name;
  return `Run 'results ${name === undefined ? "" : `${name} `}--help'.`;
}

function formatOf({ options }: Request, { stdout }: RunOptions): OutputFormat {
  const asked = (["json", "ndjson", "csv"] as const).filter((format) => options[format] === true);
  if (asked.length > 1) throw new UsageError(`--${asked[0]} and --${asked[1]} exclude each other.`);
  return asked[0] ?? (stdout.isTTY ? "text" : "ndjson");
}

/** Tells what the terminal shows: colours, unless they are not wanted (https://no-color.org), and a line that replaces itself. */
function abilitiesOf({ stdout, stderr, environment }: RunOptions): Pick<OutputOptions, "isColored" | "showsProgress"> {
  const isDumb = environment.TERM === "dumb";
  return {
    isColored: stdout.isTTY === true && !environment.NO_COLOR && !isDumb,
    showsProgress: stderr.isTTY === true && !isDumb,
  };
}

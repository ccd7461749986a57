import { parseArgs } from "node:util";
import { FILE_SYSTEMS, type FileSystem } from "./file-systems.ts";
import { SUITES } from "./suites.ts";

/** Options of the command line. */
export interface Options {
  readonly fileSystems: readonly FileSystem[];
  readonly suites: readonly string[];
  /** Arguments for vitest, such as `-t` with a title. */
  readonly passedOn: readonly string[];
  readonly isShort: boolean;
  readonly help: boolean;
}

const NAMES = FILE_SYSTEMS.map(({ name }) => name);

/** The text that `--help` prints. */
export const USAGE = `Usage: pnpm test:file-systems [options] [-- options of vitest]

Makes file systems in images, runs the suites of the media on each, and removes everything again. What cannot be made
here is left out, with the reason. Needs root. Ends with exit code 1 where a test fails.

  --only NAME    one file system: ${NAMES.join(", ")}; may be given several times
  --suite NAME   one suite: ${Object.keys(SUITES).join(", ")}; may be given several times
  --short        conformance alone, of one backend of each medium: some minutes less
`;

/**
 * Reads the command line.
 *
 * @throws {RangeError} when a name is unknown, {@link TypeError} when an option is.
 */
export function readOptions(args: readonly string[]): Options {
  const end = args.indexOf("--");
  const { values } = parseArgs({
    args: end === -1 ? [...args] : args.slice(0, end),
    options: {
      only: { type: "string", multiple: true, default: NAMES },
      suite: { type: "string", multiple: true, default: Object.keys(SUITES) },
      short: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  refuseUnknown("only", values.only, NAMES);
  refuseUnknown("suite", values.suite, Object.keys(SUITES));
  return {
    fileSystems: FILE_SYSTEMS.filter(({ name }) => values.only.includes(name)),
    suites: values.suite,
    passedOn: end === -1 ? [] : args.slice(end + 1),
    isShort: values.short,
    help: values.help,
  };
}

function refuseUnknown(option: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new RangeError(`--${option} must be one of ${known.join(", ")}; got ${unknown.join(", ")}.`);
}

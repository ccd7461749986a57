import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** Options of the quickstart. */
export interface QuickstartOptions {
  /** Folder of the results, or URL of a store. */
  readonly dir: string;
  /** Number of child processes that share the work. */
  readonly processes: number;
  /** The `node_modules` folder to inspect, in the layout of pnpm. */
  readonly nodeModules: string;
  /** Most packages to inspect. */
  readonly limit: number;
}

/** Text that `--help` prints. */
export const USAGE: string = `Usage: pnpm quickstart [options]

  --dir DIR            folder of the results, or URL of a store (.results/quickstart)
  --processes N        number of child processes that share the work (4)
  --node-modules DIR   the node_modules folder of a pnpm project (this repository's)
  --limit N            most packages to inspect
  --help               this text`;

const ROOT = new URL("../../", import.meta.url);

/**
 * Reads the command line; returns `undefined` if help is requested.
 *
 * @throws {TypeError} for an unknown option.
 * @throws {RangeError} for a number out of range.
 */
export function parseOptions(args: readonly string[]): QuickstartOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      dir: { type: "string", default: fileURLToPath(new URL(".results/quickstart", ROOT)) },
      processes: { type: "string", default: "4" },
      "node-modules": { type: "string", default: fileURLToPath(new URL("node_modules", ROOT)) },
      limit: { type: "string" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) return undefined;
  return {
    dir: values.dir,
    processes: count("--processes", values.processes),
    nodeModules: values["node-modules"],
    limit: values.limit === undefined ? Number.POSITIVE_INFINITY : count("--limit", values.limit),
  };
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1) return value;
  throw new RangeError(`${option} must be a whole number from 1, got '${text}'.`);
}

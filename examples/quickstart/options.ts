import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** What the quickstart was asked to do. */
export interface QuickstartOptions {
  /** The folder results are kept in. */
  readonly dir: string;
  /** How many child processes share the work. */
  readonly processes: number;
  /** The `node_modules` folder to take stock of, as pnpm lays it out. */
  readonly nodeModules: string;
  /** At most so many packages. */
  readonly limit: number;
}

/** How it is called. */
export const USAGE: string = `Usage: pnpm quickstart [options]

  --dir DIR            where results are kept (.results/quickstart)
  --processes N        how many child processes share the work (4)
  --node-modules DIR   the node_modules folder of a pnpm project (this repository's)
  --limit N            at most so many packages
  --help               this text`;

const ROOT = new URL("../../", import.meta.url);

/**
 * Reads the command line; `undefined` when help is wanted.
 *
 * @throws {TypeError} for an option that is none.
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

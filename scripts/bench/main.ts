import { fork } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { SLOWER } from "./against/against-options.ts";
import { PAIRED_PARTS } from "./against/paired-parts.ts";
import { makeWorkFolder } from "./measure/work-folder.ts";
import { PARTS, type PartOptions } from "./parts.ts";

const NAMES = Object.keys(PARTS);
const PAIRED_NAMES = Object.keys(PAIRED_PARTS);
const RUN_PART = fileURLToPath(new URL("./run-part.ts", import.meta.url));
const RUN_AGAINST = fileURLToPath(new URL("./against/run-against.ts", import.meta.url));

const USAGE = `Usage: pnpm bench [options]

Compares stores with what they could reach at best and with what people use instead. All figures of a table come from one
run, interleaved; medians. Validation is on for results-manager and off for everyone else; in the caches it is off for all.

  --only NAME     run one part: ${NAMES.join(", ")}; may be given several times
  --records N     records in a store (10000)
  --rounds N      rounds (5)
  --scale N       records of the parts that look at large stores (1000000)
  --folder DIR    where the stores are made; by default, the system's folder for temporary files
  --against DIR   compare with another checkout, whose dependencies are installed: both are measured in turn, row by row,
                  by --rounds pairs of processes. A row that takes more than 5 % longer is measured again, and marked if
                  chance does not explain the difference; then the exit code is 1. Parts:
                  ${PAIRED_NAMES.join(", ")}
  --again N       most repetitions of a part with such rows, each with as many pairs (1)
`;

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true },
    records: { type: "string", default: "10000" },
    rounds: { type: "string", default: "5" },
    scale: { type: "string", default: "1000000" },
    folder: { type: "string" },
    against: { type: "string" },
    again: { type: "string", default: "1" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(USAGE.trimEnd());
else await main();

async function main(): Promise<void> {
  const names = values.against === undefined ? NAMES : PAIRED_NAMES;
  const chosen = values.only ?? names;
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new RangeError(`--only must be one of ${names.join(", ")}; got ${unknown.join(", ")}.`);
  const sizes = { records: count("records", 200), rounds: count("rounds", 1), scale: count("scale", 200) };
  // One folder until the end: deleting files slows down creating files for minutes.
  using folder = makeWorkFolder(values.folder);
  for (const name of chosen) {
    if (values.against === undefined) await run(RUN_PART, { name, options: { ...sizes, folder: folder.path } });
    else {
      const { records, rounds: pairs } = sizes;
      const again = count("again", 0);
      const options = { name, against: resolve(values.against), folder: folder.path, records, pairs, again };
      if ((await run(RUN_AGAINST, options, SLOWER)) === SLOWER) process.exitCode = 1;
    }
    console.log("");
  }
}

/** Runs a part in a separate process; returns its exit code, which is 0 or `expected`. */
async function run(
  script: string,
  order: { readonly name: string; readonly options?: PartOptions },
  expected = 0,
): Promise<number> {
  const [code] = (await once(fork(script, [JSON.stringify(order)]), "exit")) as [number | null];
  if (code !== 0 && code !== expected) throw new Error(`The part '${order.name}' ended with ${code}.`);
  return code;
}

function count(option: "records" | "rounds" | "scale" | "again", least: number): number {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number >= least) return number;
  throw new RangeError(`--${option} must be a whole number from ${least}, got '${values[option]}'.`);
}

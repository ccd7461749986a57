import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeWorkFolder } from "./measure/work-folder.ts";
import { PARTS } from "./parts.ts";

const NAMES = Object.keys(PARTS);
const RUN_PART = fileURLToPath(new URL("./run-part.ts", import.meta.url));

const USAGE = `Usage: pnpm bench [options]

Compares stores with what they could reach at best and with what people use instead. All figures of a table come from one
run, interleaved; medians. Validation is on for results-manager and off for everyone else; in the caches it is off for all.

  --only NAME     run one part: ${NAMES.join(", ")}; may be given several times
  --records N     records in a store (10000)
  --rounds N      rounds (5)
  --scale N       records of the parts that look at large stores (1000000)
  --folder DIR    where the stores are made; the system's folder for temporary files unless given
`;

const { values } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: NAMES },
    records: { type: "string", default: "10000" },
    rounds: { type: "string", default: "5" },
    scale: { type: "string", default: "1000000" },
    folder: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(USAGE.trimEnd());
else await main();

async function main(): Promise<void> {
  const unknown = values.only.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new RangeError(`--only must be one of ${NAMES.join(", ")}; got ${unknown.join(", ")}.`);
  const sizes = { records: count("records", 200), rounds: count("rounds", 1), scale: count("scale", 200) };
  // One folder to the end: what is deleted slows down whatever is created in the minutes after.
  using folder = makeWorkFolder(values.folder);
  for (const name of values.only) {
    const part = fork(RUN_PART, [JSON.stringify({ name, options: { ...sizes, folder: folder.path } })]);
    const [code] = await once(part, "exit");
    if (code !== 0) throw new Error(`The part '${name}' ended with ${code}.`);
    console.log("");
  }
}

function count(option: "records" | "rounds" | "scale", least: number): number {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number >= least) return number;
  throw new RangeError(`--${option} must be a whole number from ${least}, got '${values[option]}'.`);
}

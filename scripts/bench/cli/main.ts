import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { fillStore } from "../find/store.ts";
import { makeWorkFolder } from "../measure/work-folder.ts";
import { buildCommandLine } from "./command-line.ts";
import { benchExports } from "./exports.ts";
import { benchListing } from "./listing.ts";

const USAGE = `Usage: pnpm bench:cli [options]

Measures the command line, as it is built, on a large SQLite store. The time of 'ls' is compared with that of 'node -e 0', as medians of 20 new
processes each. Exports are compared with a loop that prints each row of the database as JSON, each to a file: wall time, CPU time and the greatest
memory of the process; medians, also of the ratios. What is compared takes turns.

  --records N   records of 0.4 KB (1000000)
  --rounds N    rounds of exports (3)
  --folder DIR  where the database is made, or was made by an earlier run; by default, a new folder for temporary files
`;

const { values } = parseArgs({
  options: {
    records: { type: "string", default: "1000000" },
    rounds: { type: "string", default: "3" },
    folder: { type: "string" },
    help: { type: "boolean", default: false },
  },
});

if (values.help) console.log(USAGE.trimEnd());
else await main(Number(values.records), Number(values.rounds));

async function main(count: number, rounds: number): Promise<void> {
  using temporary = values.folder === undefined ? makeWorkFolder() : undefined;
  const folder = temporary?.path ?? (values.folder as string);
  mkdirSync(folder, { recursive: true });
  const path = await fillStore(folder, count);
  await buildCommandLine();
  console.log(`${count} records\n${benchListing(path)}\n`);
  console.log(benchExports(path, join(folder, "output"), rounds));
}

import { parseArgs } from "node:util";
import { benchEventLoop } from "./event-loop.ts";
import { FILES_FULL, FILES_PROCESS } from "./files/suites.ts";
import { formatTable } from "./measure/format-table.ts";
import { runSuite } from "./measure/run-suite.ts";
import { makeWorkFolder } from "./measure/work-folder.ts";
import { benchScale } from "./scale.ts";
import { benchSqliteScale } from "./sqlite/scale.ts";
import { SQLITE_FULL, SQLITE_PROCESS } from "./sqlite/suites.ts";

const SUITES = [FILES_PROCESS, FILES_FULL, SQLITE_PROCESS, SQLITE_FULL];
const EXTRAS = ["event-loop", "sqlite-scale", "scale"];
const NAMES = [...SUITES.map(({ name }) => name), ...EXTRAS];

const USAGE = `Usage: pnpm bench [options]

Compares stores with what they could reach at best and with what people use instead. All figures of a table come from one
run, interleaved; medians. Validation is on for results-manager and off for everyone else.

  --only NAME     run one part: ${NAMES.join(", ")}; may be given several times
  --records N     records in a store (10000)
  --rounds N      rounds (5)
  --scale N       records of the parts 'scale' and 'sqlite-scale' (1000000)
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

if (values.help) {
  process.stdout.write(USAGE);
} else {
  const unknown = values.only.filter((name) => !NAMES.includes(name));
  if (unknown.length > 0) throw new RangeError(`--only must be one of ${NAMES.join(", ")}; got ${unknown.join(", ")}.`);
  const records = count("records", values.records);
  const rounds = count("rounds", values.rounds);
  // One folder to the end: what is deleted slows down whatever is created in the minutes after.
  using folder = makeWorkFolder(values.folder);
  for (const suite of SUITES.filter(({ name }) => values.only.includes(name))) {
    const figures = await runSuite(suite, { folder: folder.path, records, rounds, onStep: showStep });
    const title = `${suite.name}: ${records} records of 1 KB, medians of ${rounds} rounds`;
    console.log(`\n${title}\n${formatTable(suite, figures)}`);
  }
  if (values.only.includes("event-loop")) console.log(`\n${await benchEventLoop(folder.path, records)}`);
  if (values.only.includes("sqlite-scale")) {
    console.log(`\n${await benchSqliteScale(folder.path, count("scale", values.scale), records)}`);
  }
  if (values.only.includes("scale")) {
    console.log(`\n${await benchScale(folder.path, count("scale", values.scale), records)}`);
  }
}

function count(option: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 200) return number;
  if (option === "rounds" && Number.isInteger(number) && number > 0) return number;
  throw new RangeError(`--${option} must be a whole number${option === "rounds" ? "" : " from 200"}, got '${text}'.`);
}

/** On a terminal alone: a log wants the tables. */
function showStep(done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(done === total ? "\r\x1b[K" : `\r${done} of ${total}`);
}

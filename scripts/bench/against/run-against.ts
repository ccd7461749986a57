import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { align } from "../measure/format-table.ts";
import { type AgainstOptions, SLOWER } from "./against-options.ts";
import { Checkout } from "./checkout.ts";
import { addFigures, type ComparedRow, compareRows, isSlower, looksSlower } from "./compare-rows.ts";
import { PAIRED_PARTS, type PairedPart } from "./paired-parts.ts";

// Runs one part in a separate process; ends with `SLOWER` if a row is slower.
const { name, against, ...options } = JSON.parse(process.argv[2] ?? "") as AgainstOptions;
const checkouts = [
  new Checkout("now", fileURLToPath(new URL("../../..", import.meta.url))),
  new Checkout("before", against),
];
const part = PAIRED_PARTS[name] as PairedPart;
let figures = await runIn(0, options.rounds);
for (let again = 1; again <= options.again && compareRows(figures).some(looksSlower); again++)
  figures = addFigures(figures, await runIn(again, options.rounds * 2 ** again));
const rows = compareRows(figures);
console.log(tableOf(rows));
process.exitCode = rows.some(isSlower) ? SLOWER : 0;

async function runIn(run: number, rounds: number): ReturnType<PairedPart> {
  const folder = join(options.folder, `${name}-${run}`);
  mkdirSync(folder);
  return part(checkouts, { ...options, folder, rounds });
}

function tableOf(compared: readonly ComparedRow[]): string {
  const lines = compared.map((row) => [
    row.name,
    row.before.toFixed(2),
    row.now.toFixed(2),
    row.ratio.toFixed(3),
    row.interval.map((ratio) => ratio.toFixed(2)).join("–"),
    row.fastest.toFixed(3),
    String(row.rounds),
    isSlower(row) ? "SLOWER" : looksSlower(row) ? "unclear" : "",
  ]);
  const head = [`${name}, µs per operation`, "before", "now", "ratio", "95 % within", "fastest", "rounds", ""];
  return align([head, ...lines]);
}

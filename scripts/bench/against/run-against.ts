import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figures } from "../measure/figures.ts";
import { align } from "../measure/format-table.ts";
import { inTurns } from "../measure/in-turns.ts";
import { type AgainstOptions, SLOWER } from "./against-options.ts";
import type { CheckoutName } from "./checkout.ts";
import { CheckoutProcess } from "./checkout-process.ts";
import { type ComparedRow, compareRows, isSlower, looksSlower } from "./compare-rows.ts";

// Runs one part in a separate process; ends with `SLOWER` if a row is slower.
const ROUNDS = { rounds: 3, warmUp: 2 };

const { name, against, ...options } = JSON.parse(process.argv[2] ?? "") as AgainstOptions;
const checkouts = { now: fileURLToPath(new URL("../../..", import.meta.url)), before: against };
const pairs: Figures[] = [];
for (let run = 0; run <= options.again; run++) {
  if (run > 0 && !compareRows(pairs).some(looksSlower)) break;
  for (let pair = 0; pair < options.pairs; pair++) pairs.push(await measurePair(`${name}-${run}-${pair}`));
}
const rows = compareRows(pairs);
console.log(tableOf(rows));
process.exitCode = rows.some(isSlower) ? SLOWER : 0;

async function measurePair(folderName: string): Promise<Figures> {
  const folder = join(options.folder, folderName);
  mkdirSync(folder);
  const start = (checkout: CheckoutName): Promise<CheckoutProcess> =>
    CheckoutProcess.start({
      part: name,
      name: checkout,
      checkout: checkouts[checkout],
      folder,
      records: options.records,
    });
  await using now = await start("now");
  await using before = await start("before");
  const figures = new Map<string, ReadonlyMap<string, readonly number[]>>();
  for (let step = 0; step < now.steps; step++) {
    const measured = await inTurns([now, before], ROUNDS, (checkout, round) => checkout.rows({ step, round }));
    for (const [row, byCheckout] of measured) figures.set(row, byCheckout);
  }
  return figures;
}

function tableOf(compared: readonly ComparedRow[]): string {
  const lines = compared.map((row) => [
    row.name,
    row.before.toFixed(2),
    row.now.toFixed(2),
    row.ratio.toFixed(3),
    row.interval.map((ratio) => ratio.toFixed(2)).join("–"),
    String(row.pairs),
    isSlower(row) ? "SLOWER" : looksSlower(row) ? "unclear" : "",
  ]);
  const head = [`${name}, µs per operation`, "before", "now", "ratio", "95 % within", "pairs", ""];
  return align([head, ...lines]);
}

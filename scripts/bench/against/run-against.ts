import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figures } from "../measure/figures.ts";
import { align } from "../measure/format-table.ts";
import { inTurns } from "../measure/in-turns.ts";
import { type AgainstOptions, SLOWER } from "./against-options.ts";
import type { CheckoutName } from "./checkout.ts";
import { CheckoutProcess } from "./checkout-process.ts";
import { addFigures, type ComparedRow, compareRows, isSlower, looksSlower } from "./compare-rows.ts";

// Runs one part in a separate process; ends with `SLOWER` if a row is slower.
const { name, against, ...options } = JSON.parse(process.argv[2] ?? "") as AgainstOptions;
/** After one round, figures of short calls still fall. */
const WARM_UP = 3;
const checkouts = { now: fileURLToPath(new URL("../../..", import.meta.url)), before: against };
let figures = await runIn(0, options.rounds);
for (let again = 1; again <= options.again && compareRows(figures).some(looksSlower); again++)
  figures = addFigures(figures, await runIn(again, options.rounds * 2 ** again));
const rows = compareRows(figures);
console.log(tableOf(rows));
process.exitCode = rows.some(isSlower) ? SLOWER : 0;

async function runIn(run: number, rounds: number): Promise<Figures> {
  const folder = join(options.folder, `${name}-${run}`);
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
    const measured = await inTurns([now, before], { rounds, warmUp: WARM_UP }, (checkout, round) =>
      checkout.rows({ step, round }),
    );
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
    row.fastest.toFixed(3),
    String(row.rounds),
    isSlower(row) ? "SLOWER" : looksSlower(row) ? "unclear" : "",
  ]);
  const head = [`${name}, µs per operation`, "before", "now", "ratio", "95 % within", "fastest", "rounds", ""];
  return align([head, ...lines]);
}

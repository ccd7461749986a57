import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { FileBackend } from "@results-manager/backend-fs";
import { registerModel } from "results-manager";
import { number, object } from "valibot";
import { median } from "./measure/median.ts";

const Small = registerModel("BenchSmall", object({ n: number() }));
const CHUNK = 10_000;
const LISTINGS = 200;

/** What listing costs in a store of a million records, against the same in one of ten thousand, and what memory it takes. */
export async function benchScale(folder: string, many: number, few: number): Promise<string> {
  await using large = await fill(join(folder, "large"), many);
  await using small = await fill(join(folder, "small"), few);
  globalThis.gc?.();
  await nextTurn();
  let resident = process.memoryUsage.rss();
  let listed = 0;
  const start = performance.now();
  for await (const _id of large.ids())
    if (++listed % 2_000 === 0) resident = Math.max(resident, process.memoryUsage.rss());
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const costs = { large: [] as number[], small: [] as number[] };
  for (let i = 0; i < LISTINGS; i++) {
    costs.large.push(await prefixCost(large, (i * 4_900) % many));
    costs.small.push(await prefixCost(small, (i * 4_900) % few));
  }
  const [of, base] = [median(costs.large), median(costs.small)];
  return [
    `scale: ${listed} ids listed in ${seconds} s, ${(resident / 2 ** 20).toFixed(0)} MiB resident at most`,
    `a prefix of 100: ${of.toFixed(0)} µs among ${many}, ${base.toFixed(0)} µs among ${few}, ratio ${(of / base).toFixed(2)}`,
  ].join("\n");
}

async function fill(folder: string, count: number): Promise<FileBackend> {
  const results = new FileBackend(folder, { durability: "process" });
  for (let at = 0; at < count; at += CHUNK) {
    const length = Math.min(CHUNK, count - at);
    await results.setMany(
      Array.from({ length }, (_, i) => [smallId(at + i), { n: at + i }] as const),
      { model: Small },
    );
  }
  return results;
}

/** Three levels deep, a hundred at each end. */
function smallId(i: number): string {
  return `g${Math.floor(i / 10_000)}/s${Math.floor(i / 100) % 100}/r${i}`;
}

async function prefixCost(results: FileBackend, i: number): Promise<number> {
  const prefix = smallId(i).slice(0, smallId(i).lastIndexOf("/"));
  const start = performance.now();
  const ids = await results.listIds(prefix);
  const cost = (performance.now() - start) * 1000;
  if (ids.length !== 100) throw new Error(`Expected 100 ids below '${prefix}', got ${ids.length}.`);
  return cost;
}

import { join } from "node:path";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { median } from "../measure/median.ts";
import { BenchModel, benchId } from "../records.ts";
import { setBatch } from "./set-batch.ts";

const SMALL = 1_000;
const ROUNDS = 3;

/** Measures a call in a batch of a hundred thousand relative to one in a batch of a thousand, and the memory of such a batch. */
export async function benchLargeBatch(folder: string, large: number): Promise<string> {
  await using results = new SqliteBackend(join(folder, "batches.db"));
  await setBatch(results, 0, SMALL);
  let resident = 0;
  const watch = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 5);
  const sets = { large: [await setBatch(results, 0, large)], small: [] as number[] };
  clearInterval(watch);
  const gets = { large: [] as number[], small: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    if (round > 0) sets.large.push(await setBatch(results, 0, large));
    for (let at = 0; at < large; at += SMALL) sets.small.push(await setBatch(results, at, SMALL));
    gets.large.push(await getBatch(results, 0, large));
    for (let at = 0; at < large; at += SMALL) gets.small.push(await getBatch(results, at, SMALL));
  }
  const show = (what: string, { large: many, small: few }: typeof sets): string => {
    const [of, base] = [median(many), median(few)];
    const ratio = (of / base).toFixed(2);
    return `${what} at once: ${of.toFixed(1)} µs per call of ${large}, ${base.toFixed(1)} of ${SMALL}, ratio ${ratio}`;
  };
  const memory = `${(resident / 2 ** 20).toFixed(0)} MiB resident at most`;
  return [
    `sqlite-batch: ${memory} while ${large} records of 1 KB are set`,
    show("sets", sets),
    show("gets", gets),
  ].join("\n");
}

async function getBatch(results: SqliteBackend, from: number, count: number): Promise<number> {
  const start = performance.now();
  await Promise.all(Array.from({ length: count }, (_, i) => results.get(benchId(from + i), BenchModel)));
  return ((performance.now() - start) * 1000) / count;
}

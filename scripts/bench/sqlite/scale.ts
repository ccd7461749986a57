import { join } from "node:path";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { median } from "../measure/median.ts";
import { BenchModel, benchId, benchPrefix, benchRecord } from "../records.ts";

const CHUNK = 10_000;
const SAMPLES = 2_000;
const LARGE_BATCH = 100_000;
const SMALL_BATCH = 1_000;

/** What calls cost in a large database against a small one, and in a large batch against a small one. */
export async function benchSqliteScale(folder: string, many: number, few: number): Promise<string> {
  const batches = await compareBatches(folder, Math.min(LARGE_BATCH, many));
  await using large = await fill(join(folder, "large.db"), many);
  await using small = await fill(join(folder, "small.db"), few);
  const lines = [batches];
  for (const [name, cost] of Object.entries(COSTS)) {
    const costs = { large: [] as number[], small: [] as number[] };
    for (let i = 0; i < SAMPLES; i++) {
      costs.large.push(await timed(() => cost(large, (i * 7_919) % many)));
      costs.small.push(await timed(() => cost(small, (i * 7_919) % few)));
    }
    const [of, base] = [median(costs.large), median(costs.small)];
    const ratio = (of / base).toFixed(2);
    lines.push(`${name}: ${of.toFixed(1)} µs among ${many}, ${base.toFixed(1)} µs among ${few}, ratio ${ratio}`);
  }
  return lines.join("\n");
}

const COSTS: Readonly<Record<string, (results: SqliteBackend, i: number) => Promise<unknown>>> = {
  get: (results, i) => results.get(benchId(i), BenchModel),
  set: (results, i) => results.set(benchId(i), benchRecord(i), { model: BenchModel, behavior: "overwrite" }),
  "prefix list": (results, i) => results.listIds(benchPrefix(i)),
};

async function timed(operation: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await operation();
  return (performance.now() - start) * 1000;
}

async function fill(path: string, count: number): Promise<SqliteBackend> {
  const results = new SqliteBackend(path, { durability: "process" });
  for (let at = 0; at < count; at += CHUNK) await setBatch(results, at, Math.min(CHUNK, count - at));
  return results;
}

/** Sets a batch by single calls at once; returns microseconds a call. */
async function setBatch(results: SqliteBackend, from: number, count: number): Promise<number> {
  const start = performance.now();
  const calls = Array.from({ length: count }, (_, i) =>
    results.set(benchId(from + i), benchRecord(from + i), { model: BenchModel, behavior: "overwrite" }),
  );
  await Promise.all(calls);
  return ((performance.now() - start) * 1000) / count;
}

async function compareBatches(folder: string, large: number): Promise<string> {
  await using results = new SqliteBackend(join(folder, "batches.db"));
  await setBatch(results, 0, SMALL_BATCH);
  let resident = 0;
  const watch = setInterval(() => {
    resident = Math.max(resident, process.memoryUsage.rss());
  }, 5);
  globalThis.gc?.();
  const of = await setBatch(results, 0, large);
  clearInterval(watch);
  const small: number[] = [];
  for (let at = 0; at < large; at += SMALL_BATCH) small.push(await setBatch(results, at, SMALL_BATCH));
  const gets = async (count: number): Promise<number> => {
    const calls = Array.from({ length: count }, (_, i) => i);
    return (await timed(() => Promise.all(calls.map((i) => results.get(benchId(i), BenchModel))))) / count;
  };
  const getLarge = await gets(large);
  const getSmall = median([await gets(SMALL_BATCH), await gets(SMALL_BATCH), await gets(SMALL_BATCH)]);
  const show = (what: string, a: number, b: number): string =>
    `${what} at once: ${a.toFixed(1)} µs a call of ${large}, ${b.toFixed(1)} of ${SMALL_BATCH}, ratio ${(a / b).toFixed(2)}`;
  return [
    `sqlite-scale: ${(resident / 2 ** 20).toFixed(0)} MiB resident at most while ${large} records of 1 KB are set at once`,
    show("sets", of, median(small)),
    show("gets", getLarge, getSmall),
  ].join("\n");
}

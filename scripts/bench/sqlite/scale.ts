import { join } from "node:path";
import { SqliteBackend } from "@results-manager/backend-sqlite";
import { median } from "../measure/median.ts";
import { BenchModel, benchId, benchPrefix, benchRecord } from "../records.ts";
import { setBatch } from "./set-batch.ts";

const CHUNK = 10_000;
const SAMPLES = 2_000;

/** Measures calls in a database of a million records relative to one of ten thousand. */
export async function benchSqliteScale(folder: string, many: number, few: number): Promise<string> {
  await using large = await fill(join(folder, "large.db"), many);
  await using small = await fill(join(folder, "small.db"), few);
  const lines = ["sqlite-scale"];
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

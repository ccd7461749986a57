import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FileBackend } from "@results-manager/backend-fs";
import { median } from "../measure/median.ts";
import { BenchSmall, smallId } from "./small-records.ts";

const CHUNK = 10_000;
const LISTINGS = 200;
const LIST_ALL = fileURLToPath(new URL("./list-all.ts", import.meta.url));

interface Listed {
  readonly listed: number;
  readonly seconds: number;
  readonly residentBytes: number;
}

/** Measures the time and memory of listing in a store of a million records, relative to one of ten thousand. */
export async function benchFilesScale(folder: string, many: number, few: number): Promise<string> {
  await using large = await fill(join(folder, "large"), many);
  await using small = await fill(join(folder, "small"), few);
  const child = fork(LIST_ALL, [join(folder, "large")]);
  const [{ listed, seconds, residentBytes }] = (await once(child, "message")) as [Listed];
  const costs = { large: [] as number[], small: [] as number[] };
  for (let i = 0; i < LISTINGS; i++) {
    costs.large.push(await prefixCost(large, (i * 4_900) % many));
    costs.small.push(await prefixCost(small, (i * 4_900) % few));
  }
  const [of, base] = [median(costs.large), median(costs.small)];
  const memory = `${(residentBytes / 2 ** 20).toFixed(0)} MiB resident at most`;
  return [
    `files-scale: ids() over ${listed} records in ${seconds.toFixed(1)} s, ${memory}`,
    `a prefix of 100: ${of.toFixed(0)} µs among ${many}, ${base.toFixed(0)} µs among ${few}, ratio ${(of / base).toFixed(2)}`,
  ].join("\n");
}

async function fill(folder: string, count: number): Promise<FileBackend> {
  const results = new FileBackend(folder, { durability: "process" });
  for (let at = 0; at < count; at += CHUNK) {
    const length = Math.min(CHUNK, count - at);
    await results.setMany(
      Array.from({ length }, (_, i) => [smallId(at + i), { n: at + i }] as const),
      { model: BenchSmall },
    );
  }
  return results;
}

async function prefixCost(results: FileBackend, i: number): Promise<number> {
  const prefix = smallId(i).slice(0, smallId(i).lastIndexOf("/"));
  const start = performance.now();
  const ids = await results.listIds(prefix);
  const cost = (performance.now() - start) * 1000;
  if (ids.length !== 100) throw new Error(`Expected 100 ids below '${prefix}', got ${ids.length}.`);
  return cost;
}

import { hash } from "node:crypto";
import { digest } from "@results-manager/core";
import { median } from "../measure/median.ts";
import { benchRecord } from "../records.ts";

const CALLS = 2_000;
const TARGET = 3;

/** Measures the digest of a record of 1 KB, relative to the least possible cost of such a digest. */
export function benchDigests(rounds: number): string {
  const records = Array.from({ length: 200 }, (_, i) => benchRecord(i));
  const costs = { ours: [] as number[], least: [] as number[] };
  for (let round = 0; round <= rounds * 4; round++) {
    const ours = cost((i) => digest(records[i % records.length]));
    const least = cost((i) => hash("sha256", JSON.stringify(records[i % records.length])));
    if (round === 0) continue; // Warms up the compiler.
    costs.ours.push(ours);
    costs.least.push(least);
  }
  const [ours, least] = [median(costs.ours), median(costs.least)];
  const ratio = (ours / least).toFixed(2);
  return `digest of 1 KB: ${ours.toFixed(2)} µs, JSON.stringify and SHA-256 ${least.toFixed(2)} µs, ratio ${ratio}, target ${TARGET}`;
}

function cost(call: (i: number) => unknown): number {
  const start = performance.now();
  for (let i = 0; i < CALLS; i++) call(i);
  return ((performance.now() - start) * 1000) / CALLS;
}

import { join } from "node:path";
import { FileBackend } from "@results-manager/backend-fs";
import { type Blocks, longestBlock } from "./measure/longest-block.ts";
import { median } from "./measure/median.ts";
import { BenchModel, benchId, benchRecord } from "./records.ts";

const ROUNDS = 7;

/** Measures how long a batch of single calls blocks the event loop. */
export async function benchEventLoop(folder: string, records: number): Promise<string> {
  const sets: Blocks[] = [];
  const gets: Blocks[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const durability of ["process", "full"] as const) {
      await using results = new FileBackend(join(folder, `event-loop-${durability}-${round}`), { durability });
      const made = Array.from({ length: records }, (_, i) => benchRecord(i));
      const set = (record: (typeof made)[number], i: number) => results.set(benchId(i), record, { model: BenchModel });
      sets.push(await longestBlock(() => Promise.all(made.map(set))));
      gets.push(await longestBlock(() => Promise.all(made.map((_, i) => results.get(benchId(i), BenchModel)))));
    }
  }
  return `event loop, longest block by a batch of ${records}\n  sets: ${show(sets)}\n  gets: ${show(gets)}`;
}

function show(blocks: readonly Blocks[]): string {
  const of = (figures: readonly number[]): string =>
    `${median(figures).toFixed(1)} ms (${Math.max(...figures).toFixed(1)} at worst)`;
  const calls = of(blocks.map((block) => block.calls));
  return `${of(blocks.map((block) => block.after))}; the caller's own loop of calls ${calls}`;
}

import { join } from "node:path";
import { FileBackend } from "@results-manager/backend-fs";
import { longestBlock } from "./measure/longest-block.ts";
import { median } from "./measure/median.ts";
import { BenchModel, benchId, benchRecord } from "./records.ts";

const ROUNDS = 7;

/** How long a batch of single calls keeps everything else waiting; the time in which the caller makes the calls counts, too. */
export async function benchEventLoop(folder: string, records: number): Promise<string> {
  const blocks = { sets: [] as number[], gets: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const durability of ["process", "full"] as const) {
      await using results = new FileBackend(join(folder, `event-loop-${durability}-${round}`), { durability });
      const made = Array.from({ length: records }, (_, i) => benchRecord(i));
      const set = (record: (typeof made)[number], i: number) => results.set(benchId(i), record, { model: BenchModel });
      blocks.sets.push(await longestBlock(() => Promise.all(made.map(set))));
      blocks.gets.push(await longestBlock(() => Promise.all(made.map((_, i) => results.get(benchId(i), BenchModel)))));
    }
  }
  const show = (of: readonly number[]): string =>
    `${median(of).toFixed(1)} ms (${Math.max(...of).toFixed(1)} at worst)`;
  return `event loop, longest block by a batch of ${records}: sets ${show(blocks.sets)}, gets ${show(blocks.gets)}`;
}

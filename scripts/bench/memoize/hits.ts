import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { median } from "../measure/median.ts";
import { timedSequence } from "../measure/timed.ts";
import { settleDisk } from "../measure/work-folder.ts";
import { benchRecord } from "../records.ts";
import { benchDigests } from "./digests.ts";
import { type MemoizedBench, type Memoizer, OURS, PEERS, RAW } from "./memoizers.ts";

const MOST_CALLS = 2_000;
/** Most misses of a round, each round on a new store. */
const MOST_MISSES = 2_000;
const TARGET = 2;

interface Costs {
  readonly memoizer: Memoizer;
  readonly memoized: MemoizedBench;
  readonly misses: number[];
  readonly hits: number[];
}

/** Measures hits and misses of memoized calls. */
export async function benchMemoize(folder: string, records: number, rounds: number): Promise<string> {
  const calls = Math.min(records, MOST_CALLS);
  const all: Costs[] = [];
  const contenders = [RAW, ...OURS, ...PEERS];
  const openIn = async (memoizer: Memoizer, name: string): Promise<MemoizedBench> => {
    const own = join(folder, `memoize-${name}`);
    mkdirSync(own);
    return memoizer.open(own, benchRecord);
  };
  for (const [i, memoizer] of contenders.entries()) {
    const memoized = await openIn(memoizer, String(i));
    await timedSequence(calls, (n) => memoized.call(n));
    all.push({ memoizer, memoized, misses: [], hits: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const { memoizer, misses } = all[(i + round) % all.length] as Costs;
      const memoized = await openIn(memoizer, `${round}-${i}`);
      await memoized.call(MOST_MISSES); // The first call makes the tables.
      settleDisk();
      misses.push(await timedSequence(Math.min(calls, MOST_MISSES), (n) => memoized.call(n)));
      await memoized.close();
    }
  }
  settleDisk();
  for (let round = 0; round <= rounds; round++) {
    for (let i = 0; i < all.length; i++) {
      const each = all[(i + round) % all.length] as Costs;
      const hit = await timedSequence(calls, (n) => each.memoized.call(n));
      if (round > 0) each.hits.push(hit); // The first round warms up the compiler.
    }
  }
  const raw = median(all[0]?.hits ?? []);
  const lines = all.map(({ memoizer, misses, hits }) => {
    const hit = median(hits);
    const ratio = (hit / raw).toFixed(2).padStart(7);
    return `${memoizer.name.padEnd(28)} hit ${hit.toFixed(2).padStart(8)} µs ${ratio} of raw, miss ${median(misses).toFixed(0).padStart(6)} µs`;
  });
  for (const { memoized } of all) await memoized.close();
  const title = `memoize: ${calls} calls with results of 1 KB, medians of ${rounds} rounds; target ${TARGET} of raw on SQLite`;
  return [title, ...lines, benchDigests(rounds)].join("\n");
}

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { timedSequence } from "../measure/timed.ts";
import { settleDisk } from "../measure/work-folder.ts";
import type { Memoizer } from "../memoize/memoizers.ts";
import { benchRecord } from "../records.ts";
import type { PairedPart } from "./paired-part.ts";

const MOST_CALLS = 2_000;

/** Measures memoized calls on each medium: misses and hits. */
export const runMemoizers: PairedPart = async (checkout, { folder, records }) => {
  const calls = Math.min(records, MOST_CALLS);
  const { OURS } = await checkout.bench<{ readonly OURS: readonly Memoizer[] }>("memoize/memoizers.ts");
  return [
    async function* (round) {
      for (const [i, memoizer] of OURS.entries()) {
        const own = join(folder, `memoize-${checkout.name}-${round}-${i}`);
        mkdirSync(own);
        const memoized = await memoizer.open(own, benchRecord);
        await memoized.call(MOST_CALLS); // The first call makes tables and folders.
        settleDisk();
        const medium = i === 0 ? "SQLite" : "files";
        yield [`${medium}, miss`, await timedSequence(calls, (n) => memoized.call(n))];
        yield [`${medium}, hit`, await timedSequence(calls, (n) => memoized.call(n))];
        await memoized.close();
      }
    },
  ];
};

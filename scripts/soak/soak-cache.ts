import {
  killedMultiSet,
  killedStampede,
  raceOnIncr,
  seenInvalidation,
  stampede,
} from "@results-manager/testing/processes";
import type { SoakedCache } from "./caches.ts";
import { runCases } from "./run-cases.ts";
import type { SoakRound } from "./soak-backend.ts";

/** Runs every case with one cache, each on a new store. Rejected with the first broken guarantee. */
export async function soakCache(cache: SoakedCache, round: SoakRound): Promise<void> {
  const { signal } = round;
  const { processes, incrs, tasks, kills, tagged } = round.sizes;
  const run = runCases(round);
  await run(`${processes} processes increment one key ${incrs} times each`, async (store) => {
    const { total } = await raceOnIncr(cache.recipe(store), { processes, times: incrs, signal });
    return `${total}, no number returned twice, the ttl is kept`;
  });
  await run(`${processes} processes request one missing value ${tasks} times at once`, async (store, log) => {
    await stampede(cache.recipe(store), { processes, tasks, log, signal });
    return "it is computed once";
  });
  await run(
    `the computing one of ${processes} processes is killed, with ${tasks} requests each`,
    async (store, log) => {
      const { takeoverMs } = await killedStampede(cache.recipe(store), { processes, tasks, log, signal });
      return `it is computed once more, within ${takeoverMs} ms`;
    },
  );
  await run(`the tag of ${tagged} entries is invalidated while others read`, async (store) => {
    const race = { processes: Math.min(processes, 3), entries: tagged, signal };
    const { invalidationMs, setMs } = await seenInvalidation(cache.recipe(store), race);
    return `${invalidationMs.toFixed(2)} ms, where one set takes ${setMs.toFixed(2)} ms; seen by every later read`;
  });
  if (!cache.transactions) return;
  await run(`a process that sets 500 values together is killed ${kills} times`, async (store) => {
    const { acknowledged } = await killedMultiSet(cache.recipe(store), { kills, pairs: 500, signal });
    return `${acknowledged} calls acknowledged, each stored as a whole`;
  });
}

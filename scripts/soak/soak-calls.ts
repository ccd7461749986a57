import {
  type BackendRecipe,
  killedSaver,
  killedTransform,
  raceOnCalls,
  raceOnGarbage,
} from "@results-manager/testing/processes";
import { runCases } from "./run-cases.ts";
import type { SoakRound } from "./soak-backend.ts";

/** Runs every case with one storage of calls, each on a new store. Rejected with the first broken guarantee. */
export async function soakCalls(recipe: (folder: string) => BackendRecipe, round: SoakRound): Promise<void> {
  const { signal } = round;
  const { processes, computations, kills, calls } = round.sizes;
  const run = runCases(round);
  await run(`${processes} processes make the same ${computations} calls of a memoized function`, async (store, log) => {
    await raceOnCalls(recipe(store), { processes, calls: computations, log, signal });
    return "each is computed once";
  });
  await run(`a process that saves values of many parts is killed ${kills} times`, async (store) => {
    const { acknowledged, values } = await killedSaver(recipe(store), { kills, signal });
    return `${acknowledged} acknowledged calls are stored, ${values} values and parts are complete`;
  });
  await run(`a process that moves ${calls} calls cyclically is killed ${kills} times`, async (store) => {
    const { moved } = await killedTransform(recipe(store), { kills, calls, signal });
    return `no call is lost, and all have moved or none; ${moved} moves acknowledged`;
  });
  await run(`${Math.min(processes, 4)} processes save and evict while one collects garbage`, async (store) => {
    const race = { processes: Math.min(processes, 4), rounds: calls, collections: calls, signal };
    await raceOnGarbage(recipe(store), race);
    return `every saved call is complete, ${calls} collections`;
  });
}

import {
  type BackendRecipe,
  killedSaver,
  killedTransform,
  raceOnCalls,
  raceOnGarbage,
} from "@results-manager/testing/processes";
import { runCases } from "./run-cases.ts";
import type { SoakRound } from "./soak-backend.ts";

/** Puts one storage of calls through every case; each has a store of its own. Rejected with the first broken promise. */
export async function soakCalls(recipe: (folder: string) => BackendRecipe, round: SoakRound): Promise<void> {
  const { signal } = round;
  const { processes, computations, kills, calls } = round.sizes;
  const run = runCases(round);
  await run(`${processes} processes make the same ${computations} calls of a memoized function`, async (store, log) => {
    await raceOnCalls(recipe(store), { processes, calls: computations, log, signal });
    return "each is computed once";
  });
  await run(`one that saves values of many parts is killed ${kills} times`, async (store) => {
    const { acknowledged, values } = await killedSaver(recipe(store), { kills, signal });
    return `${acknowledged} acknowledged calls are there, ${values} values and parts are whole`;
  });
  await run(`one that moves ${calls} calls in a circle is killed ${kills} times`, async (store) => {
    const { moved } = await killedTransform(recipe(store), { kills, calls, signal });
    return `none is lost, all have moved or none; ${moved} times they had`;
  });
  await run(`${Math.min(processes, 4)} processes save and evict while one collects garbage`, async (store) => {
    const race = { processes: Math.min(processes, 4), rounds: calls, collections: calls, signal };
    await raceOnGarbage(recipe(store), race);
    return `whatever was saved is whole, ${calls} collections`;
  });
}

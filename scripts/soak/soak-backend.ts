import {
  hostileIds,
  killedComputation,
  killedWriter,
  raceOnComputations,
  raceOnCounter,
  raceOnIds,
} from "@results-manager/testing/processes";
import type { SoakedBackend } from "./backends.ts";
import { runCases } from "./run-cases.ts";
import { raceOfWorlds } from "./soak-blocking.ts";
import type { SoakSizes } from "./soak-options.ts";

/** One round of everything. */
export interface SoakRound {
  /** An empty folder. */
  readonly folder: string;
  readonly sizes: SoakSizes;
  readonly seed: number;
  /** Ends the round and its processes. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Puts one backend through every case; each has a store of its own. Rejected with the first broken promise. */
export async function soakBackend(backend: SoakedBackend, round: SoakRound): Promise<void> {
  const { seed, signal } = round;
  const { processes, ids, updates, computations, kills } = round.sizes;
  const run = runCases(round);
  for (const behavior of ["skip_if_exists", "raise_if_exists"] as const) {
    await run(`${processes} processes set the same ${ids} ids, ${behavior}`, async (store) => {
      const { wins } = await raceOnIds(backend.recipe(store), { processes, ids, behavior, signal });
      return `one winner each, ${wins.join(" ")}`;
    });
  }
  await run(`${processes} processes update one counter ${updates} times each`, async (store) => {
    const { total } = await raceOnCounter(backend.recipe(store), { processes, times: updates, signal });
    return `${total}, and no number given twice`;
  });
  await run(`${processes} processes want the same ${computations} computed results`, async (store, log) => {
    const race = { processes, ids: computations, log, signal };
    const { runs } = await raceOnComputations(backend.recipe(store), race);
    return `each is computed once, by ${runs.join(" ")}`;
  });
  await run(`${processes} want ${computations}, and the one that computes them is killed`, async (store, log) => {
    const race = { processes, ids: computations, log, signal };
    const { takeoverMs } = await killedComputation(backend.recipe(store), race);
    return `each is computed once more, within ${takeoverMs} ms`;
  });
  await run(`a writer is killed ${kills} times`, async (store) => {
    const opened = (listed: readonly string[]): void => backend.inspect(store, listed);
    const { acknowledged, stored } = await killedWriter(backend.recipe(store), { kills, opened, signal });
    return `${acknowledged} acknowledged writes, ${stored} records, all there and whole`;
  });
  const both = { scripts: Math.ceil(processes / 2), ids: Math.ceil(ids / 10), kills: Math.ceil(kills / 25), signal };
  await run(
    `${both.scripts} scripts that block and as many that await want the same ${both.ids} ids`,
    async (store, log) => {
      const { counted } = await raceOfWorlds(backend.recipe(store), { ...both, log });
      return `one winner each, ${counted} counted, with ${both.kills} killed`;
    },
  );
  await run(`${round.sizes.hostileIds} hostile ids, seed ${seed}`, async (store) => {
    const attack = { count: round.sizes.hostileIds, seed, stored: backend.inspect };
    const { stored, records, refused } = await hostileIds(store, backend.recipe, attack);
    return `${stored} stored in ${records} records, ${refused} refused, nothing outside touched`;
  });
}

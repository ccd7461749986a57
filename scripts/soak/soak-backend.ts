import {
  hostileIds,
  killedComputation,
  killedWriter,
  linearizableRace,
  raceOnComputations,
  raceOnCounter,
  raceOnIds,
  watchedWriter,
} from "@results-manager/testing/processes";
import { assertIntact } from "./assert-intact.ts";
import type { SoakedBackend } from "./backends.ts";
import { runCases } from "./run-cases.ts";
import { raceOfWorlds } from "./soak-blocking.ts";
import type { SoakSizes } from "./soak-options.ts";

/** Number of changes that are watched, for each id of a race. */
const WATCHED = 5;

/** Options of one round. */
export interface SoakRound {
  /** An empty folder. */
  readonly folder: string;
  readonly sizes: SoakSizes;
  readonly seed: number;
  /** Ends the round and its processes when it is aborted. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Runs every case with one backend, each on a new store. Rejected with the first broken guarantee. */
export async function soakBackend(backend: SoakedBackend, round: SoakRound): Promise<void> {
  const { seed, signal } = round;
  const { processes, ids, updates, computations, kills } = round.sizes;
  const run = runCases(round);
  for (const behavior of ["skip_if_exists", "raise_if_exists"] as const) {
    await run(`${processes} processes set the same ${ids} ids, ${behavior}`, async (store) => {
      const { wins } = await raceOnIds(backend.recipe(store), { processes, ids, behavior, signal });
      return `one winner for each, ${wins.join(" ")} by process`;
    });
  }
  await run(`${processes} processes update one counter ${updates} times each`, async (store) => {
    const { total } = await raceOnCounter(backend.recipe(store), { processes, times: updates, signal });
    return `${total}, and no number returned twice`;
  });
  await run(`${processes} processes request the same ${computations} results`, async (store, log) => {
    const race = { processes, ids: computations, log, signal };
    const { runs } = await raceOnComputations(backend.recipe(store), race);
    return `each is computed once, ${runs.join(" ")} by process`;
  });
  const { operations } = round.sizes;
  await run(`4 processes operate on 5 ids ${operations} times`, async (store) => {
    const race = { processes: 4, operations, keys: 5, signal };
    const { checkedMs } = await linearizableRace(backend.recipe(store), race);
    return `linearizable, as found in ${checkedMs} ms`;
  });
  await run(
    `${processes} processes request ${computations} results, and the computing one is killed`,
    async (store, log) => {
      const race = { processes, ids: computations, log, signal };
      const { takeoverMs } = await killedComputation(backend.recipe(store), race);
      return `each is computed once more, within ${takeoverMs} ms`;
    },
  );
  await run(`a writer is killed ${kills} times`, async (store) => {
    const opened = (listed: readonly string[]): void => backend.inspect(store, listed);
    const { acknowledged, stored } = await killedWriter(backend.recipe(store), { kills, opened, signal });
    assertIntact(String(backend.recipe(store).args[0]));
    return `${acknowledged} acknowledged writes, ${stored} records, all stored and complete; verify finds no fault`;
  });
  await run(`one process watches another one change ${WATCHED * ids} ids`, async (store) => {
    const { hints, slowestMs } = await watchedWriter(backend.recipe(store), { ids: WATCHED * ids, signal });
    return `every change is told, in ${hints} hints, the slowest after ${slowestMs.toFixed(0)} ms`;
  });
  const both = { scripts: Math.ceil(processes / 2), ids: Math.ceil(ids / 10), kills: Math.ceil(kills / 25), signal };
  await run(
    `${both.scripts} scripts that block and as many that await set the same ${both.ids} ids`,
    async (store, log) => {
      const { counted } = await raceOfWorlds(backend.recipe(store), { ...both, log });
      return `one winner for each, ${counted} counted, ${both.kills} scripts killed`;
    },
  );
  await run(`${round.sizes.hostileIds} hostile ids, seed ${seed}`, async (store) => {
    const attack = { count: round.sizes.hostileIds, seed, stored: backend.inspect };
    const { stored, records, refused } = await hostileIds(store, backend.recipe, attack);
    return `${stored} stored in ${records} records, ${refused} refused, nothing outside touched`;
  });
}

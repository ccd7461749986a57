import { mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  hostileIds,
  killedComputation,
  killedWriter,
  raceOnComputations,
  raceOnCounter,
  raceOnIds,
} from "@results-manager/testing/processes";
import type { SoakedBackend } from "./backends.ts";

/** How much of everything. */
export interface SoakSizes {
  readonly processes: number;
  readonly ids: number;
  readonly updates: number;
  readonly computations: number;
  readonly kills: number;
  readonly hostileIds: number;
  readonly seed: number;
}

/** Puts one backend through every case; each has a store of its own in `folder`. Rejected with the first broken promise. */
export async function soakBackend(
  backend: SoakedBackend,
  folder: string,
  sizes: SoakSizes,
  say: (line: string) => void,
): Promise<void> {
  const { processes, ids, updates, computations, kills, seed } = sizes;
  const recipeFor = (store: string) => backend.recipe(store);
  let stores = 0;
  const store = (): string => {
    const path = join(folder, `store-${stores++}`);
    mkdirSync(path);
    return path;
  };
  const log = (): string => join(folder, `log-${stores}`);
  const timed = async (what: string, run: () => Promise<string>): Promise<void> => {
    const start = performance.now();
    const found = await run();
    say(`${what}: ${found} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  };
  for (const behavior of ["skip_if_exists", "raise_if_exists"] as const) {
    await timed(`${processes} processes set the same ${ids} ids, ${behavior}`, async () => {
      await raceOnIds(recipeFor(store()), { processes, ids, behavior });
      return "one winner each";
    });
  }
  await timed(`${processes} processes update one counter ${updates} times each`, async () => {
    await raceOnCounter(recipeFor(store()), { processes, times: updates });
    return "the total is exact";
  });
  await timed(`${processes} processes want the same ${computations} computed results`, async () => {
    await raceOnComputations(recipeFor(store()), { processes, ids: computations, log: log() });
    return "each is computed once";
  });
  await timed("the process that computes is killed", async () => {
    return `one more run, ${(await killedComputation(recipeFor(store()), log())).toFixed(0)} ms later`;
  });
  await timed(`a writer is killed ${kills} times`, async () => {
    const path = store();
    const written = await killedWriter(recipeFor(path), { kills, opened: () => backend.inspect(path) });
    return `${written} acknowledged writes, all there and whole`;
  });
  await timed(`${sizes.hostileIds} hostile ids, seed ${seed}`, async () => {
    const { stored, refused } = await hostileIds(store(), recipeFor, { count: sizes.hostileIds, seed });
    return `${stored} stored, ${refused} refused, nothing outside touched`;
  });
}

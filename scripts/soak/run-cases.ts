import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SoakRound } from "./soak-backend.ts";

/** Runs one case on a store and a log of its own, which says what it found. */
export type RunCase = (title: string, soak: (store: string, log: string) => Promise<string>) => Promise<void>;

/** Makes what runs the cases of a round, and says what they found, and how long it took. */
export function runCases({ folder, signal, say }: SoakRound): RunCase {
  let stores = 0;
  return async (title, soak) => {
    signal.throwIfAborted();
    const store = join(folder, `store-${++stores}`);
    mkdirSync(store);
    const start = performance.now();
    const found = await soak(store, join(folder, `log-${stores}`));
    say(`${title}: ${found} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
  };
}

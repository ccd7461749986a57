import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { SoakRound } from "./soak-backend.ts";

/** Runs one case, which returns its finding, on a new store and log. */
export type RunCase = (title: string, soak: (store: string, log: string) => Promise<string>) => Promise<void>;

/** Makes a function that runs the cases of a round and prints their findings and durations. */
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

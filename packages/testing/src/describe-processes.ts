import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackendRecipe } from "./processes/backend-recipe.ts";
import { hostileIds } from "./processes/hostile-ids.ts";
import { killedComputation } from "./processes/killed-computation.ts";
import { killedWriter } from "./processes/killed-writer.ts";
import { raceOnComputations } from "./processes/race-on-computations.ts";
import { raceOnCounter } from "./processes/race-on-counter.ts";
import { raceOnIds } from "./processes/race-on-ids.ts";
import { tempFolder } from "./temp-folder.ts";

/** A backend that several processes may use at once. */
export interface ProcessesUnderTest {
  readonly name: string;
  /** Says how to open a store that keeps everything in a folder, which is there and empty. */
  recipe(folder: string): BackendRecipe;
  /** Looks for itself at a store after a race on ids or a kill, with vitest's `expect`. */
  inspect?(folder: string): void;
  /** Where the folders of the stores are made; in memory where the system has such a folder, unless given. */
  readonly tempFolder?: string | undefined;
  /** How often a writer is killed; 12 unless given. */
  readonly kills?: number | undefined;
}

const PROCESSES = 8;
const TIMEOUT_MS = 300_000;

/**
 * Proves with vitest that a backend keeps its promises between processes: races, kills, and ids that would leave the store's folder.
 *
 * The same cases in any size, without vitest, are in `@results-manager/testing/processes`.
 */
export function describeProcesses({ name, recipe, inspect, tempFolder: parent, kills = 12 }: ProcessesUnderTest): void {
  const makeFolder = (): string => tempFolder(parent);
  describe(`${name}, several processes`, { timeout: TIMEOUT_MS }, () => {
    test.each(["skip_if_exists", "raise_if_exists"] as const)("8 set the same 2,000 ids, %s", async (behavior) => {
      const folder = makeFolder();
      await raceOnIds(recipe(folder), { processes: PROCESSES, ids: 2_000, behavior });
      inspect?.(folder);
    });

    test("8 add 1 to one counter 500 times each", async () => {
      await raceOnCounter(recipe(makeFolder()), { processes: PROCESSES, times: 500 });
    });

    test("8 want the same 50 computed results", async () => {
      const folder = makeFolder();
      mkdirSync(join(folder, "store"));
      const log = join(folder, "log");
      await raceOnComputations(recipe(join(folder, "store")), { processes: PROCESSES, ids: 50, log });
    });

    test("a computation whose process is killed", async () => {
      const folder = makeFolder();
      mkdirSync(join(folder, "store"));
      expect(await killedComputation(recipe(join(folder, "store")), join(folder, "log"))).toBeLessThan(5_000);
    });

    test(`a writer that is killed ${kills} times`, async () => {
      const folder = makeFolder();
      const acknowledged = await killedWriter(recipe(folder), { kills, opened: () => inspect?.(folder) });
      expect(acknowledged).toBeGreaterThan(kills * 10);
    });

    test("10,000 hostile ids", async () => {
      const report = await hostileIds(makeFolder(), recipe, { count: 10_000, seed: 1 });
      expect(report.stored).toBeGreaterThan(1_000);
      expect(report.refused).toBeGreaterThan(1_000);
    });
  });
}

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackendRecipe } from "./processes/backend-recipe.ts";
import { blockedContainer, killedContainer } from "./processes/contained-holder.ts";
import { hostileIds } from "./processes/hostile-ids.ts";
import { killedComputation } from "./processes/killed-computation.ts";
import { killedWriter } from "./processes/killed-writer.ts";
import { raceOnComputations } from "./processes/race-on-computations.ts";
import { raceOnCounter } from "./processes/race-on-counter.ts";
import { raceOnIds } from "./processes/race-on-ids.ts";
import { canContain } from "./processes/start-child.ts";
import { suiteIds } from "./processes/suite-ids.ts";
import { tempFolder } from "./temp-folder.ts";

/** A backend that several processes may use at once. */
export interface ProcessesUnderTest {
  readonly name: string;
  /** Says how to open a store that keeps everything in a folder, which is there and empty. */
  recipe(folder: string): BackendRecipe;
  /**
   * Looks for itself, with vitest's `expect`, at a store after a race on ids, after each kill of a writer, and full of hostile ids.
   * `ids` is what the store lists.
   */
  inspect?(folder: string, ids: readonly string[]): void;
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
    const behaviors = ["skip_if_exists", "raise_if_exists"] as const;
    test.for(behaviors)("8 set the same 2,000 ids, %s", async (behavior, { signal }) => {
      const folder = makeFolder();
      const race = { processes: PROCESSES, ids: 2_000, behavior, signal };
      await raceOnIds(recipe(folder), race);
      inspect?.(folder, suiteIds(race.ids));
    });

    test("8 add 1 to one counter 500 times each", async ({ signal }) => {
      await raceOnCounter(recipe(makeFolder()), { processes: PROCESSES, times: 500, signal });
    });

    test("8 want the same 50 computed results", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await raceOnComputations(recipe(makeFolder()), { processes: PROCESSES, ids: 50, log, signal });
    });

    test("8 want the same 50 computed results, and the one that computes them is killed", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await killedComputation(recipe(makeFolder()), { processes: PROCESSES, ids: 50, log, signal });
    });

    describe.skipIf(!canContain())("one in another container, which takes root", () => {
      test("computes for long without a pause, and is not taken for dead", async ({ signal }) => {
        await blockedContainer(recipe(makeFolder()), { log: join(makeFolder(), "log"), signal });
      });

      test("is killed while it computes, and another takes over", async ({ signal }) => {
        await killedContainer(recipe(makeFolder()), { log: join(makeFolder(), "log"), signal });
      });
    });

    test(`a writer that is killed ${kills} times`, async ({ signal }) => {
      const folder = makeFolder();
      const opened = (ids: readonly string[]): void => inspect?.(folder, ids);
      const { acknowledged } = await killedWriter(recipe(folder), { kills, opened, signal });
      expect(acknowledged).toBeGreaterThan(kills * 10); // What comes to nothing tells nothing.
    });

    test("10,000 hostile ids", async () => {
      const stored = (folder: string, ids: readonly string[]): void => inspect?.(folder, ids);
      const report = await hostileIds(makeFolder(), recipe, { count: 10_000, seed: 1, stored });
      expect(report.stored).toBeGreaterThan(1_000);
      expect(report.refused).toBeGreaterThan(1_000);
    });
  });
}

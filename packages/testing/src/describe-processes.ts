import { join } from "node:path";
import { describe, expect, type TestContext, test } from "vitest";
import type { BackendRecipe } from "./processes/backend-recipe.ts";
import { blockedContainer, killedContainer } from "./processes/contained-holder.ts";
import { hostileIds } from "./processes/hostile-ids.ts";
import { killedComputation } from "./processes/killed-computation.ts";
import { killedWriter } from "./processes/killed-writer.ts";
import { linearizableRace } from "./processes/linearizable-race.ts";
import { raceOnComputations } from "./processes/race-on-computations.ts";
import { raceOnCounter } from "./processes/race-on-counter.ts";
import { raceOnIds } from "./processes/race-on-ids.ts";
import { canContain } from "./processes/start-child.ts";
import { suiteIds } from "./processes/suite-ids.ts";
import { watchedWriter } from "./processes/watched-writer.ts";
import { tempFolder } from "./temp-folder.ts";

/** A backend that several processes may use concurrently. */
export interface ProcessesUnderTest {
  readonly name: string;
  /** Describes how to open a store that keeps everything in an existing, empty folder. */
  recipe(folder: string): BackendRecipe;
  /**
   * Inspects a store with vitest's `expect`: after a race on ids, after each kill of a writer, and when it holds the hostile ids.
   * `ids` are those that the store lists.
   */
  inspect?(folder: string, ids: readonly string[]): void;
  /** Parent of the folders of the stores; by default, a folder in memory if the system has one. */
  readonly tempFolder?: string | undefined;
  /** Number of times a writer is killed; 3 by default. */
  readonly kills?: number | undefined;
}

const PROCESSES = 4;
const TIMEOUT_MS = 300_000;

/**
 * Tests with vitest that a backend keeps its guarantees between processes: races, kills, and ids that could escape the store's folder.
 *
 * These cases are also available in any size, without vitest, in `@results-manager/testing/processes`.
 */
export function describeProcesses({ name, recipe, inspect, tempFolder: parent, kills = 3 }: ProcessesUnderTest): void {
  const makeFolder = (atEnd?: TestContext["onTestFinished"]): string => tempFolder(parent, atEnd);
  describe(`${name}, several processes`, { timeout: TIMEOUT_MS }, () => {
    const behaviors = ["skip_if_exists", "raise_if_exists"] as const;
    test.for(behaviors)(
      "4 processes set the same 200 ids with %s, and each id has one winner",
      async (behavior, { signal }) => {
        const folder = makeFolder();
        const race = { processes: PROCESSES, ids: 200, behavior, signal };
        await raceOnIds(recipe(folder), race);
        inspect?.(folder, suiteIds(race.ids));
      },
    );

    test("4 processes add 1 to one counter 100 times each, and no update is lost", async ({ signal }) => {
      await raceOnCounter(recipe(makeFolder()), { processes: PROCESSES, times: 100, signal });
    });

    test("4 processes operate on 3 ids 400 times, and each operation takes effect at one moment", async ({
      signal,
    }) => {
      await linearizableRace(recipe(makeFolder()), { processes: PROCESSES, operations: 400, keys: 3, signal });
    });

    test("4 processes request the same 30 results, and each is computed once", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await raceOnComputations(recipe(makeFolder()), { processes: PROCESSES, ids: 30, log, signal });
    });

    test("the computing one of 4 processes is killed, and each result is computed once more", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await killedComputation(recipe(makeFolder()), { processes: PROCESSES, ids: 30, log, signal });
    });

    // Both wait most of the time.
    describe.skipIf(!canContain())("a process in another container (needs root)", { concurrent: true }, () => {
      test("a process that computes for long without a pause is not considered dead", async ({
        signal,
        onTestFinished,
      }) => {
        const log = join(makeFolder(onTestFinished), "log");
        await blockedContainer(recipe(makeFolder(onTestFinished)), { log, signal });
      });

      test("another process takes over when a computing process is killed", async ({ signal, onTestFinished }) => {
        const log = join(makeFolder(onTestFinished), "log");
        await killedContainer(recipe(makeFolder(onTestFinished)), { log, signal });
      });
    });

    test(`a writer that is killed ${kills} times loses and tears nothing`, async ({ signal }) => {
      const folder = makeFolder();
      const opened = (ids: readonly string[]): void => inspect?.(folder, ids);
      const { acknowledged } = await killedWriter(recipe(folder), { kills, opened, signal });
      expect(acknowledged).toBeGreaterThan(kills * 10); // With fewer writes the case would prove nothing.
    });

    test("one process watches another one change 2,000 ids, and misses nothing", async ({ signal }) => {
      const { hints } = await watchedWriter(recipe(makeFolder()), { ids: 2_000, signal });
      expect(hints).toBeGreaterThanOrEqual(1_333); // As many ids are there at the end.
    });

    test("each of 1,000 hostile ids is stored or refused, and nothing outside is touched", async () => {
      const stored = (folder: string, ids: readonly string[]): void => inspect?.(folder, ids);
      const report = await hostileIds(makeFolder(), recipe, { count: 1_000, seed: 1, stored });
      expect(report.stored).toBeGreaterThan(100);
      expect(report.refused).toBeGreaterThan(100);
    });
  });
}

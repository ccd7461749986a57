import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackendRecipe } from "../processes/backend-recipe.ts";
import { killedMultiSet } from "../processes/killed-multi-set.ts";
import { raceOnIncr } from "../processes/race-on-incr.ts";
import { seenInvalidation } from "../processes/seen-invalidation.ts";
import { killedStampede, stampede } from "../processes/stampede.ts";
import { tempFolder } from "../temp-folder.ts";

/** A cache that several processes may use concurrently. */
export interface CacheProcessesUnderTest {
  readonly name: string;
  /** Describes how to open a cache that keeps everything in an existing, empty folder. */
  recipe(folder: string): BackendRecipe;
  /** `multiSetValues` stores all or nothing. */
  readonly transactions: boolean;
  /** Parent of the folders of the stores; by default, a folder in memory if the system has one. */
  readonly tempFolder?: string | undefined;
}

const PROCESSES = 4;
const TIMEOUT_MS = 300_000;

/**
 * Tests with vitest that a cache keeps its guarantees between processes: counters, stampedes, kills and tags.
 *
 * These cases are also available in any size, without vitest, in `@results-manager/testing/processes`.
 */
export function describeCacheProcesses({
  name,
  recipe,
  transactions,
  tempFolder: parent,
}: CacheProcessesUnderTest): void {
  const makeFolder = (): string => tempFolder(parent);
  describe(`${name}, several processes`, { timeout: TIMEOUT_MS }, () => {
    test("4 processes increment one key 200 times each, and its ttl is kept", async ({ signal }) => {
      await raceOnIncr(recipe(makeFolder()), { processes: PROCESSES, times: 200, signal });
    });

    test("4 processes request one missing value 200 times at once, and it is computed once", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await stampede(recipe(makeFolder()), { processes: PROCESSES, tasks: 200, log, signal });
    });

    test("4 processes request one value that does not fit its model, and it is computed again once", async ({
      signal,
    }) => {
      const log = join(makeFolder(), "log");
      await stampede(recipe(makeFolder()), { processes: PROCESSES, tasks: 200, log, stored: "old", signal });
    });

    test("the computing one of 4 processes is killed, and the value is computed once more", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await killedStampede(recipe(makeFolder()), { processes: PROCESSES, tasks: 200, log, signal });
    });

    test("values that one process invalidates are absent for the next read of the others", async ({ signal }) => {
      await seenInvalidation(recipe(makeFolder()), { processes: 3, entries: 500, signal });
    });

    if (!transactions) return;
    test("a process is killed twice as it sets 500 values: all or none are set", async ({ signal }) => {
      const { acknowledged } = await killedMultiSet(recipe(makeFolder()), { kills: 2, pairs: 500, signal });
      expect(acknowledged).toBeGreaterThan(2);
    });
  });
}

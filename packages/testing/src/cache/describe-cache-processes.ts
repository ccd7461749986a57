import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackendRecipe } from "../processes/backend-recipe.ts";
import { killedMultiSet } from "../processes/killed-multi-set.ts";
import { raceOnIncr } from "../processes/race-on-incr.ts";
import { seenInvalidation } from "../processes/seen-invalidation.ts";
import { killedStampede, stampede } from "../processes/stampede.ts";
import { tempFolder } from "../temp-folder.ts";

/** A cache that several processes may use at once. */
export interface CacheProcessesUnderTest {
  readonly name: string;
  /** Says how to open a cache that keeps everything in a folder, which is there and empty. */
  recipe(folder: string): BackendRecipe;
  /** `multiSetValues` stores all or nothing. */
  readonly transactions: boolean;
  /** Where the folders of the stores are made; in memory where the system has such a folder, unless given. */
  readonly tempFolder?: string | undefined;
}

const PROCESSES = 8;
const TIMEOUT_MS = 300_000;

/**
 * Proves with vitest that a cache keeps its promises between processes: counters, stampedes, kills, and tags.
 *
 * The same cases in any size, without vitest, are in `@results-manager/testing/processes`.
 */
export function describeCacheProcesses({
  name,
  recipe,
  transactions,
  tempFolder: parent,
}: CacheProcessesUnderTest): void {
  const makeFolder = (): string => tempFolder(parent);
  describe(`${name}, several processes`, { timeout: TIMEOUT_MS }, () => {
    test("8 count up one key 2,000 times each, and its ttl is kept", async ({ signal }) => {
      await raceOnIncr(recipe(makeFolder()), { processes: PROCESSES, times: 2_000, signal });
    });

    test("8 ask 200 times at once for what nobody has: it is computed once", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await stampede(recipe(makeFolder()), { processes: PROCESSES, tasks: 200, log, signal });
    });

    test("8 ask 200 times at once, and the one that computes is killed: it is computed once more", async ({
      signal,
    }) => {
      const log = join(makeFolder(), "log");
      await killedStampede(recipe(makeFolder()), { processes: PROCESSES, tasks: 200, log, signal });
    });

    test("what one invalidates, the others do not find with their next read", async ({ signal }) => {
      await seenInvalidation(recipe(makeFolder()), { processes: 3, entries: 2_000, signal });
    });

    if (!transactions) return;
    test("one that sets 500 values together is killed 8 times: all or nothing", async ({ signal }) => {
      const { acknowledged } = await killedMultiSet(recipe(makeFolder()), { kills: 8, pairs: 500, signal });
      expect(acknowledged).toBeGreaterThan(8);
    });
  });
}

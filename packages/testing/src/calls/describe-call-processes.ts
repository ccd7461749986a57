import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackendRecipe } from "../processes/backend-recipe.ts";
import { killedSaver } from "../processes/killed-saver.ts";
import { killedTransform } from "../processes/killed-transform.ts";
import { raceOnCalls, raceOnGarbage } from "../processes/race-on-calls.ts";
import { stoppedHolder } from "../processes/stopped-holder.ts";
import { tempFolder } from "../temp-folder.ts";

/** A storage of calls that several processes may use at once. */
export interface CallProcessesUnderTest {
  readonly name: string;
  /** Says how to open a storage that keeps everything in a folder, which is there and empty. */
  recipe(folder: string): BackendRecipe;
  /** Where the folders of the stores are made; in memory where the system has such a folder, unless given. */
  readonly tempFolder?: string | undefined;
  /** How often a process is killed; 8 unless given. */
  readonly kills?: number | undefined;
}

const TIMEOUT_MS = 300_000;

/**
 * Proves with vitest that a storage of calls keeps its promises between processes: memoized once, nothing torn or lost by kills, nothing
 * collected that is in use.
 *
 * The same cases in any size, without vitest, are in `@results-manager/testing/processes`.
 */
export function describeCallProcesses({ name, recipe, tempFolder: parent, kills = 8 }: CallProcessesUnderTest): void {
  const makeFolder = (): string => tempFolder(parent);
  describe(`${name}, several processes`, { timeout: TIMEOUT_MS }, () => {
    test("6 call a memoized function 40 times each: each call is computed once", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await raceOnCalls(recipe(makeFolder()), { processes: 6, calls: 40, log, signal });
    });

    test("one is stopped while it computes, and loses its lease: the first stored result stays", async ({ signal }) => {
      await stoppedHolder(recipe(makeFolder()), signal);
    });

    test(`one that saves values of many parts is killed ${kills} times: nothing is torn`, async ({ signal }) => {
      const { acknowledged, values } = await killedSaver(recipe(makeFolder()), { kills, signal });
      expect(acknowledged).toBeGreaterThan(kills);
      expect(values).toBeGreaterThan(kills * 10);
    });

    test(`one that transforms is killed ${kills} times: all calls have moved, or none`, async ({ signal }) => {
      await killedTransform(recipe(makeFolder()), { kills, calls: 60, signal });
    });

    test("3 save and evict while one collects garbage: what is there is whole", async ({ signal }) => {
      const race = { processes: 3, rounds: 15, collections: 10, signal };
      await raceOnGarbage(recipe(makeFolder()), race);
    });
  });
}

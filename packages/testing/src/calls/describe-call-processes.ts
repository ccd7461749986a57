import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { BackendRecipe } from "../processes/backend-recipe.ts";
import { killedSaver } from "../processes/killed-saver.ts";
import { killedTransform } from "../processes/killed-transform.ts";
import { raceOnCalls, raceOnGarbage } from "../processes/race-on-calls.ts";
import { stoppedHolder } from "../processes/stopped-holder.ts";
import { tempFolder } from "../temp-folder.ts";

/** A storage of calls that several processes may use concurrently. */
export interface CallProcessesUnderTest {
  readonly name: string;
  /** Describes how to open a storage that keeps everything in an existing, empty folder. */
  recipe(folder: string): BackendRecipe;
  /** Parent of the folders of the stores; by default, a folder in memory if the system has one. */
  readonly tempFolder?: string | undefined;
  /** Number of times a process is killed; 2 by default. */
  readonly kills?: number | undefined;
}

const TIMEOUT_MS = 300_000;

/**
 * Tests with vitest that a storage of calls keeps its guarantees between processes: each call is computed once, a kill tears and loses
 * nothing, and garbage collection removes nothing that is in use.
 *
 * These cases are also available in any size, without vitest, in `@results-manager/testing/processes`.
 */
export function describeCallProcesses({ name, recipe, tempFolder: parent, kills = 2 }: CallProcessesUnderTest): void {
  const makeFolder = (): string => tempFolder(parent);
  describe(`${name}, several processes`, { timeout: TIMEOUT_MS }, () => {
    test("4 processes make the same 40 calls of a memoized function, and each is computed once", async ({ signal }) => {
      const log = join(makeFolder(), "log");
      await raceOnCalls(recipe(makeFolder()), { processes: 4, calls: 40, log, signal });
    });

    test("a process is stopped while it computes and loses its lease: the first result stays", async ({ signal }) => {
      await stoppedHolder(recipe(makeFolder()), signal);
    });

    test(`a process that saves values of many parts is killed ${kills} times, and nothing is torn`, async ({
      signal,
    }) => {
      const { acknowledged, values } = await killedSaver(recipe(makeFolder()), { kills, signal });
      expect(acknowledged).toBeGreaterThan(kills);
      expect(values).toBeGreaterThan(kills * 10);
    });

    test(`a process that transforms is killed ${kills} times: all calls have moved, or none`, async ({ signal }) => {
      await killedTransform(recipe(makeFolder()), { kills, calls: 60, signal });
    });

    test("3 processes save and evict while one collects garbage, and stored calls are complete", async ({ signal }) => {
      const race = { processes: 3, rounds: 6, collections: 6, signal };
      await raceOnGarbage(recipe(makeFolder()), race);
    });
  });
}

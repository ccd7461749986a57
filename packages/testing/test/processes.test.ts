import { AssertionError } from "node:assert";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  type BackendRecipe,
  hostileIds,
  killedComputation,
  killedWriter,
  openRecipe,
  raceOnComputations,
  raceOnCounter,
  raceOnIds,
} from "../src/processes/index.ts";
import { suiteModels } from "../src/processes/suite-models.ts";
import { tempFolder } from "../src/temp-folder.ts";

/** Memory is not shared between processes: whatever needs that must be seen to fail. */
const memory: BackendRecipe = { module: "@results-manager/core", export: "MemoryBackend", args: [] };

const log = (): string => join(tempFolder(), "log");

test.each([
  ["two winners of an id", () => raceOnIds(memory, { processes: 2, ids: 10, behavior: "skip_if_exists" })],
  ["nobody refused", () => raceOnIds(memory, { processes: 2, ids: 10, behavior: "raise_if_exists" })],
  ["a counter that loses updates", () => raceOnCounter(memory, { processes: 2, times: 5 })],
  ["what is computed twice", () => raceOnComputations(memory, { processes: 2, ids: 5, log: log() })],
  ["a computation that nobody waits for", () => killedComputation(memory, log())],
  ["acknowledged writes that are gone", () => killedWriter(memory, { kills: 1 })],
  ["ids that are not there", () => hostileIds(tempFolder(), () => memory, { count: 50, seed: 1 })],
])("the process suite finds %s", { timeout: 30_000 }, async (_what, run) => {
  const failure = await run().then(
    () => undefined,
    (error: unknown) => error,
  );
  // A counter that was never written is RESULT_NOT_FOUND; all else is said by the suite.
  if (!(failure instanceof AssertionError)) expect(failure).toMatchObject({ code: "RESULT_NOT_FOUND" });
});

test("a recipe without such a class is a TypeError that says so", async () => {
  const { registry } = suiteModels();
  const recipe = { module: "@results-manager/core", export: "NoBackend", args: [] };
  await expect(openRecipe(recipe, registry)).rejects.toThrow(/must export a class 'NoBackend', got undefined/);
});

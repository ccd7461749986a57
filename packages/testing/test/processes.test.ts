import { AssertionError } from "node:assert";
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { failureOf } from "../src/expect-failure.ts";
import {
  type BackendRecipe,
  hostileIds,
  killedComputation,
  killedMultiSet,
  killedStampede,
  killedWriter,
  openRecipe,
  raceOnComputations,
  raceOnCounter,
  raceOnIds,
  raceOnIncr,
  stampede,
} from "../src/processes/index.ts";
import { suiteModels } from "../src/processes/suite-models.ts";
import { tempFolder } from "../src/temp-folder.ts";

/** Memory is not shared between processes: whatever needs that must be seen to fail. */
const memory: BackendRecipe = { module: "@results-manager/core", export: "MemoryBackend", args: [] };

const memoryCache: BackendRecipe = { ...memory, export: "MemoryCache" };

const log = (): string => join(tempFolder(), "log");

const race = { processes: 2, ids: 10 };

test.each([
  ["two winners of an id", () => raceOnIds(memory, { ...race, behavior: "skip_if_exists" }), /one winner, and no more/],
  ["nobody refused", () => raceOnIds(memory, { ...race, behavior: "raise_if_exists" }), /one winner, and no more/],
  ["a counter that loses updates", () => raceOnCounter(memory, { processes: 2, times: 5 }), /No update is lost/],
  ["what is computed twice", () => raceOnComputations(memory, { ...race, log: log() }), /nothing twice/],
  ["computations nobody waits for", () => killedComputation(memory, { ...race, log: log() }), /Nobody computes what/],
  ["acknowledged writes that are gone", () => killedWriter(memory, { kills: 1 }), /as acknowledged; got -1/],
  ["ids that are not there", () => hostileIds(tempFolder(), () => memory, { count: 50, seed: 1 }), /listed as it is/],
  ["counts that are lost", () => raceOnIncr(memoryCache, { processes: 2, times: 5 }), /a number of its own/],
  ["a value computed twice", () => stampede(memoryCache, { processes: 2, tasks: 5, log: log() }), /computed once/],
  [
    "a value nobody waits for",
    () => killedStampede(memoryCache, { processes: 2, tasks: 5, log: log() }),
    /Nobody computes/,
  ],
  [
    "values set together that are gone",
    () => killedMultiSet(memoryCache, { kills: 1, pairs: 9 }),
    /acknowledged is there/,
  ],
] as const)("the process suite finds %s", async (_what, run, message) => {
  const failure = await failureOf(run());
  expect(failure).toBeInstanceOf(AssertionError);
  expect(failure).toMatchObject({ message: expect.stringMatching(message) });
});

test("a process that cannot open its store fails the case, and ends the others", async () => {
  const broken = { ...memory, export: "NoBackend" };
  expect(await failureOf(raceOnCounter(broken, { processes: 2, times: 1 }))).toMatchObject({
    message: expect.stringMatching(/'count' ended with 1\..*must export a class 'NoBackend'/s),
  });
});

test("a case that is aborted ends its processes", async () => {
  const controller = new AbortController();
  const endless = { processes: 2, times: Number.MAX_SAFE_INTEGER, signal: controller.signal };
  const aborted = failureOf(raceOnCounter(memory, endless));
  setTimeout(() => controller.abort(), 300);
  expect(await aborted).toMatchObject({ name: "AbortError" });
});

test("a process of the suite dies with the one that started it", async () => {
  const folder = tempFolder();
  const started = join(import.meta.dirname, "children", "start-and-hang.ts");
  const parent = fork(started, [folder], { execArgv: ["--conditions=@results-manager/source"] });
  const [pid] = (await once(parent, "message")) as [number];
  expect(isRunning(pid)).toBe(true);
  parent.kill("SIGKILL");
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 60_000 });
});

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("a recipe without such a class is a TypeError that says so", async () => {
  const { registry } = suiteModels();
  const recipe = { module: "@results-manager/core", export: "NoBackend", args: [] };
  await expect(openRecipe(recipe, registry)).rejects.toThrow(/must export a class 'NoBackend', got undefined/);
});

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
  moduleFlags,
  openRecipe,
  raceOnComputations,
  raceOnCounter,
  raceOnIds,
  raceOnIncr,
  stampede,
} from "../src/processes/index.ts";
import { suiteModels } from "../src/processes/suite-models.ts";
import { tempFolder } from "../src/temp-folder.ts";

/** Backend in memory, which processes do not share, so that every case that needs sharing fails. */
const memory: BackendRecipe = { module: "@results-manager/core", export: "MemoryBackend", args: [] };

const memoryCache: BackendRecipe = { ...memory, export: "MemoryCache" };

const log = (): string => join(tempFolder(), "log");

const race = { processes: 2, ids: 10 };

test.each([
  ["two winners of an id", () => raceOnIds(memory, { ...race, behavior: "skip_if_exists" }), /more than one winner/],
  [
    "a second winner that is not refused",
    () => raceOnIds(memory, { ...race, behavior: "raise_if_exists" }),
    /more than one winner/,
  ],
  ["a counter that loses updates", () => raceOnCounter(memory, { processes: 2, times: 5 }), /No update is lost/],
  [
    "a result that is computed twice",
    () => raceOnComputations(memory, { ...race, log: log() }),
    /computed exactly once/,
  ],
  [
    "computations that other processes repeat",
    () => killedComputation(memory, { ...race, log: log() }),
    /No process computes a result/,
  ],
  ["acknowledged writes that are lost", () => killedWriter(memory, { kills: 1 }), /as acknowledged; got -1/],
  [
    "ids that are not listed",
    () => hostileIds(tempFolder(), () => memory, { count: 50, seed: 1 }),
    /listed in its canonical form/,
  ],
  ["increments that are lost", () => raceOnIncr(memoryCache, { processes: 2, times: 5 }), /returns another number/],
  ["a value computed twice", () => stampede(memoryCache, { processes: 2, tasks: 5, log: log() }), /computed once/],
  [
    "a value that other processes compute",
    () => killedStampede(memoryCache, { processes: 2, tasks: 5, log: log() }),
    /No process computes a value/,
  ],
  [
    "values set together that are lost",
    () => killedMultiSet(memoryCache, { kills: 1, pairs: 9 }),
    /values of acknowledged call/,
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
  const parent = fork(started, [folder], { execArgv: moduleFlags() });
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

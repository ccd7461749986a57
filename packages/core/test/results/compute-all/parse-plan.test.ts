import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry } from "../../../src/index.ts";
import { checkPause, parsePlan } from "../../../src/results/compute-all/parse-plan.ts";

const model = new ModelRegistry().register("M", v.unknown());
const id = (item: string): string => item;
const compute = (): number => 1;
const parse = (options: Record<string, unknown> = {}, items: Iterable<string> = ["a"]) =>
  parsePlan(items, { id, model, compute, ...options } as never);

test("the plan has the ids of its items, and defaults", () => {
  expect(parse({}, new Set(["a", "b"]))).toMatchObject({
    items: [
      { id: "a", item: "a" },
      { id: "b", item: "b" },
    ],
    model,
    compute,
    concurrency: 8,
    retries: 0,
    stopsOnError: false,
    onOutcome: undefined,
    onProgress: undefined,
    signal: undefined,
  });
});

test("all options reach the plan", () => {
  const { signal } = new AbortController();
  const [backoff, onOutcome, onProgress] = [() => 1, () => 2, () => 3];
  const options = { concurrency: 1, retries: 3, backoff, onOutcome, onProgress, signal };
  expect(parse({ ...options, onError: "throw" })).toMatchObject({ ...options, stopsOnError: true });
  expect(parse({ onError: "continue" }).stopsOnError).toBe(false);
});

test.for<[Record<string, unknown>, string, ErrorConstructor]>([
  [{ id: "a" }, 'id of computeAll must be a function, got "a".', TypeError],
  [{ compute: undefined }, "compute of computeAll must be a function, got undefined.", TypeError],
  [{ backoff: 5 }, "backoff of computeAll must be a function, got 5.", TypeError],
  [{ onOutcome: null }, "onOutcome of computeAll must be a function, got null.", TypeError],
  [{ onProgress: 1 }, "onProgress of computeAll must be a function, got 1.", TypeError],
  [{ model: {} }, "model must be a model from registerModel(), got object.", TypeError],
  [{ onError: "skip" }, "onError must be 'continue' or 'throw', got \"skip\".", TypeError],
  [{ concurrency: 0 }, "concurrency of computeAll must be a whole number from 1, got 0.", RangeError],
  [{ concurrency: 1.5 }, "concurrency of computeAll must be a whole number from 1, got 1.5.", RangeError],
  [{ retries: -1 }, "retries of computeAll must be a whole number from 0, got -1.", RangeError],
  [{ unknown: 1 }, "Unknown option 'unknown' of computeAll.", TypeError],
  [{ id: () => "a/../b" }, "a/../b", Error],
])("%j is refused", ([options, message, kind]) => {
  expect(() => parse(options)).toThrow(message);
  expect(() => parse(options)).toThrow(kind);
});

test("the pause between attempts doubles, with chance, up to half a minute", () => {
  const { backoff } = parse();
  for (let round = 0; round < 50; round++) {
    for (const [attempt, most] of [
      [1, 200],
      [2, 400],
      [8, 25_600],
      [9, 30_000],
      [40, 30_000],
    ] as const) {
      const pause = backoff(attempt);
      expect(pause).toBeGreaterThanOrEqual(most / 2);
      expect(pause).toBeLessThanOrEqual(most);
    }
  }
});

test("a pause is a number from 0, and at most what a timer holds", () => {
  expect([0, 1.5, 2 ** 31 - 1, 2 ** 31, Infinity].map(checkPause)).toEqual([
    0,
    1.5,
    2 ** 31 - 1,
    2 ** 31 - 1,
    2 ** 31 - 1,
  ]);
  for (const ms of [-1, Number.NaN, "5" as never, undefined as never])
    expect(() => checkPause(ms)).toThrow("backoff of computeAll must return a number of milliseconds from 0, got");
});

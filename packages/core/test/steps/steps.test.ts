import { describe, expect, test } from "vitest";
import { runSteps } from "../../src/steps/run-steps.ts";
import { runStepsNow } from "../../src/steps/run-steps-now.ts";
import { forEach, type Steps, settled } from "../../src/steps/steps.ts";

function* sum(...parts: (number | Promise<number>)[]): Steps<number> {
  let total = 0;
  for (const part of parts) total += yield* settled(part, "A part");
  return total;
}

function* cleaning(value: unknown, log: string[]): Steps<unknown> {
  try {
    return yield* settled(value, "The value");
  } catch (error) {
    log.push("caught");
    throw error;
  } finally {
    log.push(yield* settled("cleaned", "The end"));
  }
}

describe("runSteps", () => {
  test("waits for what is a promise, and for nothing else", async () => {
    expect(await runSteps(sum(1, Promise.resolve(2), 3))).toBe(6);
  });

  test("a rejection is thrown where it was waited for", async () => {
    const log: string[] = [];
    await expect(runSteps(cleaning(Promise.reject(new Error("no")), log))).rejects.toThrow("no");
    expect(log).toEqual(["caught", "cleaned"]);
  });

  test("takes whatever has then() for a promise", async () => {
    // biome-ignore lint/suspicious/noThenProperty: it is what is tested.
    const thenable = { then: (resolve: (value: number) => void) => resolve(4) };
    expect(await runSteps(sum(thenable as Promise<number>))).toBe(4);
  });
});

describe("runStepsNow", () => {
  test("gives the outcome at once", () => {
    expect(runStepsNow(sum(1, 2, 3))).toBe(6);
  });

  test("a promise is a TypeError that says whose it is, thrown where it would have been waited for", async () => {
    const log: string[] = [];
    // Its own outcome is nobody's: an unhandled rejection would fail this run.
    const steps = cleaning(Promise.reject(new Error("no")), log);
    expect(() => runStepsNow(steps)).toThrow(
      new TypeError(
        `The value is asynchronous, and a synchronous call cannot wait for it. Use AsyncResultsManager instead.`,
      ),
    );
    expect(log).toEqual(["caught", "cleaned"]);
    await new Promise(setImmediate);
  });
});

describe("forEach", () => {
  async function* asynchronous(log: string[]): AsyncGenerator<number> {
    try {
      yield 1;
      yield 2;
    } finally {
      log.push("closed");
    }
  }
  function* synchronous(log: string[]): Generator<number> {
    try {
      yield 1;
      yield 2;
    } finally {
      log.push("closed");
    }
  }
  function* collect(items: AsyncIterable<number> | Iterable<number>, most: number): Steps<number[]> {
    const seen: number[] = [];
    // biome-ignore lint/correctness/useYield: looking at a number needs no waiting.
    yield* forEach(items, function* (item) {
      if (seen.push(item) > most) throw new Error("enough");
    });
    return seen;
  }

  test("goes through both kinds of listing", async () => {
    expect(await runSteps(collect(asynchronous([]), 9))).toEqual([1, 2]);
    expect(await runSteps(collect(synchronous([]), 9))).toEqual([1, 2]);
    expect(runStepsNow(collect(synchronous([]), 9))).toEqual([1, 2]);
    expect(() => runStepsNow(collect(asynchronous([]), 9))).toThrow(TypeError);
  });

  test("closes a listing that is left early, and one that ends by itself only once", async () => {
    const log: string[] = [];
    await expect(runSteps(collect(asynchronous(log), 0))).rejects.toThrow("enough");
    expect(() => runStepsNow(collect(synchronous(log), 0))).toThrow("enough");
    await runSteps(collect(asynchronous(log), 9));
    expect(log).toEqual(["closed", "closed", "closed"]);
  });
});

import { deferred } from "@results-manager/testing";
import { expect, test } from "vitest";
import { withCallerStack } from "../../src/errors/with-caller-stack.ts";
import { ResultNotFoundError } from "../../src/index.ts";
import { findPurpose, isUpdating, type Purpose, refuseOwnUpdate, runUserWork } from "../../src/scheduling/user-work.ts";

const STORAGE = {};
const any = (): boolean => true;
const purpose = (updated?: string): Purpose => ({ storage: STORAGE, updated });

test("the innermost purpose that fulfils a test is found, within the function alone", () => {
  const found = runUserWork(purpose("a"), () =>
    runUserWork(purpose("b"), () =>
      [any, ({ updated }: Purpose) => updated === "a", () => false].map((test) => findPurpose(test)?.updated),
    ),
  );
  expect(found).toEqual(["b", "a", undefined]);
  expect(findPurpose(any)).toBeUndefined();
});

test("an asynchronous function has its purpose until it ends, and what it leaves behind has none", async () => {
  const [left, ended] = [deferred(), deferred()];
  let leftBehind: Promise<unknown> | undefined;
  const running = runUserWork(purpose("a"), async () => {
    leftBehind = left.promise.then(() =>
      runUserWork(purpose("b"), () => findPurpose(({ updated }) => updated === "a")),
    );
    await ended.promise;
    return findPurpose(any)?.updated;
  });
  expect(findPurpose(any)).toBeUndefined();
  ended.resolve();
  expect(await running).toBe("a");
  left.resolve();
  expect(await leftBehind).toBeUndefined();
});

test("what a synchronous function leaves behind has no purpose", async () => {
  let leftBehind: Promise<unknown> | undefined;
  runUserWork(purpose("a"), () => {
    leftBehind = Promise.resolve().then(() => runUserWork(purpose(), isUpdating));
  });
  expect(await leftBehind).toBe(false);
});

test("an update is known within its function, and over when that fails", async () => {
  expect(isUpdating()).toBe(false);
  expect(runUserWork(purpose(), isUpdating)).toBe(false);
  expect(runUserWork(purpose("a"), isUpdating)).toBe(true);
  const error = new Error("failed");
  const behind: Promise<unknown>[] = [];
  const work = (): never => {
    behind.push(Promise.resolve().then(() => runUserWork(purpose(), isUpdating)));
    throw error;
  };
  expect(() => runUserWork(purpose("a"), work)).toThrow(error);
  await expect(runUserWork(purpose("a"), async () => work())).rejects.toBe(error);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await Promise.all(behind)).toEqual([false, true]);
});

test("a write of the result that is being updated is refused, in the same storage alone", () => {
  refuseOwnUpdate(STORAGE, "a");
  runUserWork(purpose("a"), () => {
    refuseOwnUpdate(STORAGE, "b");
    refuseOwnUpdate(STORAGE, ["b", "c"]);
    refuseOwnUpdate({}, "a");
    for (const keys of ["a", ["b", "a"]]) {
      expect(() => refuseOwnUpdate(STORAGE, keys)).toThrow(expect.objectContaining({ code: "UPDATE_CYCLE" }));
    }
    expect(() => runUserWork(purpose(), () => refuseOwnUpdate(STORAGE, "a"))).toThrow("a");
  });
  runUserWork(purpose(), () => refuseOwnUpdate(STORAGE, "a"));
});

test("the result is passed on: a value, a promise, or what a thenable resolves with, which is asked once", async () => {
  expect(runUserWork(purpose(), () => 5)).toBe(5);
  expect(runUserWork(purpose(), () => null)).toBe(null);
  let asked = 0;
  // biome-ignore lint/suspicious/noThenProperty: this is a thenable.
  const thenable = { then: (resolve: (value: number) => void) => resolve(++asked) };
  expect(await runUserWork(purpose(), () => thenable)).toBe(1);
  expect(asked).toBe(1);
});

test("an error of the function keeps its stack", async () => {
  const [thrown, rejected, other] = [
    new ResultNotFoundError("a"),
    new ResultNotFoundError("b"),
    new ResultNotFoundError("c"),
  ];
  const stacks = [thrown, rejected].map(({ stack }) => stack);
  expect(() =>
    runUserWork(purpose(), () => {
      throw thrown;
    }),
  ).toThrow(thrown);
  await expect(runUserWork(purpose(), () => Promise.reject(rejected))).rejects.toBe(rejected);
  const retraced = (error: Error): string | undefined => (withCallerStack(error) as Error).stack;
  const { stack } = other;
  expect([retraced(thrown), retraced(rejected)]).toEqual(stacks);
  expect(retraced(other)).not.toBe(stack);
});

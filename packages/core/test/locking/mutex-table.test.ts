import { failureOf } from "@results-manager/testing";
import { expect, test } from "vitest";
import { LockTimeoutError } from "../../src/index.ts";
import { MutexTable } from "../../src/internal.ts";

const OPTIONS = { timeoutMs: 60_000 };

test("a free key is had at once", () => {
  const table = new MutexTable();
  const release = table.acquire("k", OPTIONS);
  expect(release).not.toBeInstanceOf(Promise);
});

test("a key has one holder; those who wait get it in the order they came", async () => {
  const table = new MutexTable();
  const log: string[] = [];
  const hold = async (name: string): Promise<void> => {
    const release = await table.acquire("k", OPTIONS);
    log.push(`${name} in`);
    await new Promise((resolve) => setTimeout(resolve, 2));
    log.push(`${name} out`);
    release();
  };
  await Promise.all(["a", "b", "c"].map(hold));
  expect(log).toEqual(["a in", "a out", "b in", "b out", "c in", "c out"]);
});

test("other keys are free, and idle keys take no memory", async () => {
  const table = new MutexTable();
  const releases = await Promise.all(["a", "b", "c"].map((key) => table.acquire(key, OPTIONS)));
  const waiting = table.acquire("a", OPTIONS);
  expect(table.size).toBe(3);
  for (const release of releases) release();
  expect(table.size).toBe(1);
  (await waiting)();
  expect(table.size).toBe(0);
});

test("who waits too long gets LOCK_TIMEOUT, and its turn goes to the next", async () => {
  const table = new MutexTable();
  const release = await table.acquire("k", OPTIONS);
  const late = failureOf(Promise.resolve(table.acquire("k", { timeoutMs: 5 })));
  const patient = table.acquire("k", OPTIONS);
  const error = await late;
  expect(error).toBeInstanceOf(LockTimeoutError);
  expect(error).toMatchObject({ code: "LOCK_TIMEOUT", id: "k", message: expect.stringContaining("5 ms") });
  release();
  (await patient)();
  await new Promise(setImmediate);
  expect(table.size).toBe(0);
});

test("a queue that moves is waited for, however long it is: the time is that of one holder", async () => {
  const table = new MutexTable();
  const first = await table.acquire("k", OPTIONS);
  const queue = Array.from({ length: 5 }, () => Promise.resolve(table.acquire("k", { timeoutMs: 1500 })));
  first();
  const start = performance.now();
  for (const turn of queue) {
    const release = await turn;
    await new Promise((resolve) => setTimeout(resolve, 400));
    release();
  }
  expect(performance.now() - start).toBeGreaterThan(1500);
  expect(table.size).toBe(0);
});

test("timeoutMs 0 does not wait, and a free key needs no wait", async () => {
  const table = new MutexTable();
  const release = await table.acquire("k", { timeoutMs: 0 });
  expect(await failureOf(Promise.resolve(table.acquire("k", { timeoutMs: 0 })))).toBeInstanceOf(LockTimeoutError);
  release();
  (await table.acquire("k", { timeoutMs: 0 }))();
});

test("an endless timeout is none", async () => {
  const table = new MutexTable();
  const release = await table.acquire("k", OPTIONS);
  const waiting = table.acquire("k", { timeoutMs: Number.POSITIVE_INFINITY });
  release();
  (await waiting)();
  expect(table.size).toBe(0);
});

test("an aborted signal ends the wait with its reason", async () => {
  const table = new MutexTable();
  const release = await table.acquire("k", OPTIONS);
  const controller = new AbortController();
  const reason = new Error("enough");
  const waiting = failureOf(Promise.resolve(table.acquire("k", { ...OPTIONS, signal: controller.signal })));
  controller.abort(reason);
  expect(await waiting).toBe(reason);
  expect(() => table.acquire("other", { ...OPTIONS, signal: AbortSignal.abort(reason) })).toThrow(reason);
  release();
  await new Promise(setImmediate);
  expect(table.size).toBe(0);
});

import { deferred, failureOf } from "@results-manager/testing";
import { expect, test } from "vitest";
import { LockTimeoutError } from "../../src/index.ts";
import { PerKeyLockMixin } from "../../src/storage.ts";
import { Gauge, hold, openOperations } from "../support/open-operations.ts";

test("one operation at a time works on a key", async () => {
  const storage = openOperations(PerKeyLockMixin);
  const gauge = new Gauge();
  await Promise.all(Array.from({ length: 10 }, () => storage.run(["k"], gauge.task)));
  expect(gauge.most).toBe(1);
});

test("other keys go on in parallel", async () => {
  const storage = openOperations(PerKeyLockMixin);
  const gauge = new Gauge();
  await Promise.all(Array.from({ length: 10 }, (_, i) => storage.run([`k${i}`], gauge.task)));
  expect(gauge.most).toBe(10);
});

test("operations about the whole store take no lock", async () => {
  const storage = openOperations(PerKeyLockMixin);
  const held = await hold(storage, ["k"]);
  expect(await storage.run([], async () => "listed")).toBe("listed");
  await held.end();
});

test("a nested operation of the same flow goes on, however deep", async () => {
  const storage = openOperations((Base) => PerKeyLockMixin(Base, { timeoutMs: 50 }));
  const nested = await storage.run(["a"], () =>
    storage.run(["b"], async () => {
      await new Promise(setImmediate);
      return storage.run(["a", "b"], () => storage.run(["a"], async () => "inside"));
    }),
  );
  expect(nested).toBe("inside");
});

test("an unrelated flow waits, also while a nested one runs", async () => {
  const storage = openOperations(PerKeyLockMixin);
  const log: string[] = [];
  const outer = storage.run(["k"], async () => {
    await storage.run(["k"], async () => void log.push("nested"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    log.push("outer");
  });
  const other = storage.run(["k"], async () => void log.push("other"));
  await Promise.all([outer, other]);
  expect(log).toEqual(["nested", "outer", "other"]);
});

test("a task that outlives its operation holds nothing any more", async () => {
  const storage = openOperations(PerKeyLockMixin);
  const goOn = deferred();
  let detached: Promise<void> | undefined;
  const log: string[] = [];
  await storage.run(["k"], async () => {
    detached = goOn.promise.then(() => storage.run(["k"], async () => void log.push("detached")));
  });
  const held = deferred();
  const holding = storage.run(["k"], async () => {
    await held.promise;
    log.push("holder");
  });
  goOn.resolve();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(log).toEqual([]);
  held.resolve();
  await Promise.all([holding, detached]);
  expect(log).toEqual(["holder", "detached"]);
});

test("several keys in any order do not block each other for good", async () => {
  const storage = openOperations((Base) => PerKeyLockMixin(Base, { timeoutMs: 60_000 }));
  const orders = [
    ["a", "b", "c"],
    ["c", "b", "a"],
    ["b", "a"],
    ["c", "a"],
    ["a", "a", "c"],
  ];
  const gauge = new Gauge();
  await Promise.all(Array.from({ length: 30 }, (_, i) => storage.run(orders[i % orders.length] ?? [], gauge.task)));
  expect(gauge.most).toBe(1);
});

test("an operation that throws frees its keys", async () => {
  const storage = openOperations((Base) => PerKeyLockMixin(Base, { timeoutMs: 50 }));
  const error = new Error("no");
  expect(await failureOf(storage.run(["a", "b"], () => Promise.reject(error)))).toBe(error);
  const throwNow = (): never => {
    throw error;
  };
  expect(await failureOf(storage.run(["a", "b"], throwNow))).toBe(error);
  expect(await storage.run(["b", "a"], async () => "free")).toBe("free");
});

test("who waits too long gets LOCK_TIMEOUT and gives back what it held", async () => {
  const storage = openOperations((Base) => PerKeyLockMixin(Base, { timeoutMs: 10 }));
  const held = await hold(storage, ["b"]);
  expect(await failureOf(storage.run(["a", "b"], async () => "never"))).toBeInstanceOf(LockTimeoutError);
  expect(await storage.run(["a"], async () => "free")).toBe("free");
  await held.end();
});

test("a signal ends the wait, not the work", async () => {
  const storage = openOperations(PerKeyLockMixin);
  const controller = new AbortController();
  const held = await hold(storage, ["k"], { signal: controller.signal });
  const waiting = failureOf(storage.run(["k"], async () => "never", { signal: controller.signal }));
  const reason = new Error("enough");
  controller.abort(reason);
  expect(await waiting).toBe(reason);
  expect(await held.end()).toBe("done");
});

test("intents: only those take the lock", async () => {
  const storage = openOperations((Base) => PerKeyLockMixin(Base, { intents: ["update"] }));
  const held = await hold(storage, ["k"], { intent: "update" });
  expect(await storage.run(["k"], async () => "read", { intent: "read" })).toBe("read");
  expect(await storage.run(["k"], async () => "written", { intent: "write" })).toBe("written");
  await held.end();
});

test.each([-1, Number.NaN, "5"])("timeoutMs %j is a RangeError", (timeoutMs) => {
  expect(() => openOperations((Base) => PerKeyLockMixin(Base, { timeoutMs: timeoutMs as number }))).toThrow(RangeError);
});

import { failureOf } from "@results-manager/testing";
import { expect, test } from "vitest";
import { LockTimeoutError } from "../../src/index.ts";
import { PerKeyLockMixin, SerializingMixin } from "../../src/storage.ts";
import { Gauge, hold, openOperations } from "../support/open-operations.ts";

test("one operation at a time works on the store, in the order of the calls", async () => {
  const storage = openOperations(SerializingMixin);
  const gauge = new Gauge();
  const order: number[] = [];
  await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      storage.run(i % 3 === 0 ? [] : [`k${i}`], async () => {
        await gauge.task();
        order.push(i);
      }),
    ),
  );
  expect(gauge.most).toBe(1);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test("nested operations of the same flow go on", async () => {
  const storage = openOperations((Base) => SerializingMixin(Base, { timeoutMs: 50 }));
  expect(await storage.run(["a"], () => storage.run(["b"], () => storage.run([], async () => "inside")))).toBe(
    "inside",
  );
});

test("who waits too long gets LOCK_TIMEOUT that names the store", async () => {
  const storage = openOperations((Base) => SerializingMixin(Base, { timeoutMs: 5 }));
  const held = await hold(storage, ["a"]);
  const error = await failureOf(storage.run(["b"], async () => "never"));
  expect(error).toBeInstanceOf(LockTimeoutError);
  expect(error).toMatchObject({ message: expect.stringContaining("whole store") });
  await held.end();
});

test("stacked on a lock per key, either way round, nothing deadlocks", async () => {
  for (const lock of [
    openOperations((Base) => SerializingMixin(PerKeyLockMixin(Base))),
    openOperations((Base) => PerKeyLockMixin(SerializingMixin(Base))),
  ]) {
    const gauge = new Gauge();
    await Promise.all(
      Array.from({ length: 12 }, (_, i) => lock.run([`k${i % 3}`], () => lock.run([`k${i % 3}`], gauge.task))),
    );
    expect(gauge.most).toBe(1);
  }
});

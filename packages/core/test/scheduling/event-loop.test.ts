import { failureOf } from "@results-manager/testing";
import { expect, test } from "vitest";
import { MemoryCalls, MemoryValues } from "../../src/index.ts";
import { HEAVY_FLOW, mapCooperatively, startTimeSlice } from "../../src/scheduling/event-loop.ts";
import { shouldYield, waitForTimeSlice, yieldToEventLoop } from "../../src/storage.ts";

function busy(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Tells whether it comes true in a new turn; in one of many, since another process may have the processor for all of one. */
async function inNewTurn(isTrue: () => boolean): Promise<boolean> {
  for (let attempt = 0; attempt < 100; attempt++) {
    await yieldToEventLoop();
    await yieldToEventLoop();
    if (isTrue()) return true;
  }
  return false;
}

test("a turn is exhausted after a while, and a new one is not", async () => {
  expect(await inNewTurn(() => !shouldYield())).toBe(true);
  busy(12);
  expect(shouldYield()).toBe(true);
  expect(await inNewTurn(() => !shouldYield())).toBe(true);
});

test("mapCooperatively lets timers through, and keeps the order", async () => {
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const mapped = await mapCooperatively(
    Array.from({ length: 60 }, (_, i) => i),
    (i) => {
      busy(1);
      return i % 2 === 0 ? i : Promise.resolve(i);
    },
  );
  clearInterval(timer);
  expect(mapped).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(ticks).toBeGreaterThanOrEqual(3);
});

test("mapCooperatively is rejected with the first error in order; none is left unhandled", async () => {
  const unhandled: unknown[] = [];
  const listen = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", listen);
  const failing = mapCooperatively(
    Array.from({ length: 40 }, (_, i) => i),
    async (i) => {
      busy(1);
      if (i === 5) await new Promise((resolve) => setTimeout(resolve, 60));
      if (i === 5 || i === 1 + 5 || i === 30) throw new Error(`no ${i}`);
      return i;
    },
  );
  expect(await failureOf(failing)).toMatchObject({ message: "no 5" });
  await yieldToEventLoop();
  process.off("unhandledRejection", listen);
  expect(unhandled).toEqual([]);
});

test("thousands of flows that wait for time go on in order, and let timers through", async () => {
  await yieldToEventLoop();
  const order: number[] = [];
  let seen = 0;
  let mostBetweenTimers = 0;
  const timer = setInterval(() => {
    mostBetweenTimers = Math.max(mostBetweenTimers, order.length - seen);
    seen = order.length;
  }, 1);
  const flow = async (i: number): Promise<void> => {
    const wait = waitForTimeSlice();
    if (wait) await wait; // One that may go on does so at once.
    order.push(i);
    busy(0.05);
    if (i === 1000)
      expect(waitForTimeSlice(), "whoever comes later waits behind those that wait").toBeInstanceOf(Promise);
  };
  await Promise.all(Array.from({ length: 2000 }, (_, i) => flow(i)));
  clearInterval(timer);
  expect(order).toEqual(Array.from({ length: 2000 }, (_, i) => i));
  expect(mostBetweenTimers).toBeLessThan(500); // Of 0.05 ms each: a fifth of it is what a turn may take.
  expect(await inNewTurn(() => waitForTimeSlice() === undefined)).toBe(true);
});

test("of flows that have much to do, few go on together", async () => {
  await yieldToEventLoop();
  let together = 0;
  let mostTogether = 0;
  const timer = setInterval(() => {
    together = 0;
  }, 1);
  shouldYield(); // Starts counting.
  busy(12);
  const flows = Array.from({ length: 40 }, async () => {
    await waitForTimeSlice(HEAVY_FLOW);
    busy(6);
    mostTogether = Math.max(mostTogether, ++together);
  });
  await Promise.all(flows);
  clearInterval(timer);
  expect(mostTogether).toBeLessThan(16);
});

const text = (i: number): string => String(i).padEnd(500_000, "y");

test.each([
  ["values", MemoryValues, (storage: MemoryValues, i: number) => storage.save(text(i))],
  ["calls", MemoryCalls, (storage: MemoryCalls, i: number) => storage.save({ name: "f", arguments: { x: text(i) } })],
])("%s that are saved at once, and take nothing to copy, let timers through", async (_, Storage, save) => {
  await using storage = new Storage() as MemoryValues & MemoryCalls;
  await yieldToEventLoop();
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns++;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all(Array.from({ length: 100 }, (_, i) => save(storage, i)));
  isDone = true;
  expect(turns).toBeGreaterThanOrEqual(5);
});

test("flows that come while none waits and the turn is used up are all released", async () => {
  startTimeSlice();
  busy(12);
  await waitForTimeSlice();
  startTimeSlice();
  busy(12);
  for (let i = 0; i < 10; i++) await undefined; // The last of those that waited was released; the next turn is waited for.
  let released = 0;
  await Promise.all(
    Array.from({ length: 200 }, async () => {
      await waitForTimeSlice();
      busy(0.5);
      released++;
    }),
  );
  expect(released).toBe(200);
});

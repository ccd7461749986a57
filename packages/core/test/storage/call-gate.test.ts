import { expect, test } from "vitest";
import { CallGate } from "../../src/storage/call-gate.ts";

const settled = async (): Promise<void> => {};
/** Tells whether a promise is resolved after the work that is due. */
async function isDone(promise: Promise<unknown>): Promise<boolean> {
  let done = false;
  promise.then(() => {
    done = true;
  });
  await new Promise((resolve) => setImmediate(resolve));
  return done;
}

test("a gate is active while calls are in progress, and its storage's with it", async () => {
  const outer = new CallGate();
  const inner = new CallGate(outer);
  inner.enter();
  outer.enter();
  const idle = outer.idle();
  expect([inner.isActive, outer.isActive]).toEqual([true, true]);
  inner.leave();
  expect([inner.isActive, outer.isActive, await isDone(idle)]).toEqual([false, true, false]);
  await inner.idle();
  outer.leave();
  await idle;
  expect(outer.isActive).toBe(false);
});

test("a tracked task counts until it ends, also if it fails", async () => {
  const gate = new CallGate();
  const task = gate.track(async () => "done");
  expect(gate.isActive).toBe(true);
  expect(await task).toBe("done");
  await expect(gate.track(() => Promise.reject(new Error("failed")))).rejects.toThrow("failed");
  expect(gate.isActive).toBe(false);
});

test("closing begins at once, ends when the calls are settled, and happens once", async () => {
  const gate = new CallGate();
  const inner = new CallGate(gate);
  const { promise, resolve } = Promise.withResolvers<void>();
  let ends = 0;
  const end = async (): Promise<void> => {
    expect([gate.isClosed, inner.isClosed]).toEqual([true, true]);
    ends++;
  };
  expect([gate.isClosing, gate.isClosed]).toEqual([false, false]);
  const closing = gate.close(() => promise, end);
  expect([gate.isClosing, inner.isClosing, gate.isClosed, inner.isClosed]).toEqual([true, true, false, false]);
  expect(gate.close(settled, end)).toBe(closing);
  resolve();
  await closing;
  expect(ends).toBe(1);
  const late = new CallGate(gate);
  expect([late.isClosing, late.isClosed]).toEqual([true, true]);
});

test("closing a face leaves the storage and other faces open", async () => {
  const outer = new CallGate();
  const [inner, other] = [new CallGate(outer), new CallGate(outer)];
  await inner.close(settled);
  expect([inner.isClosed, other.isClosing, outer.isClosing, outer.isClosed]).toEqual([true, false, false, false]);
  inner.isClosing = false; // The storage does not know the closed face any more.
  await outer.close(settled);
  expect([inner.isClosing, other.isClosed]).toEqual([false, true]);
});

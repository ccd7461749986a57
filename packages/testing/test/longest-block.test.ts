import { setImmediate as yieldToEventLoop } from "node:timers/promises";
import { expect, test } from "vitest";
import { longestBlock } from "../src/longest-block.ts";

/** Keeps the processor busy for some milliseconds of its own. */
function work(forMs: number): void {
  const { user, system } = process.threadCpuUsage();
  for (;;) {
    const spent = process.threadCpuUsage();
    if (spent.user + spent.system - user - system > forMs * 1000) return;
  }
}

test("a turn that works for long is found, however many short ones there are", async () => {
  const longest = await longestBlock(async () => {
    for (let i = 0; i < 1000; i++) await yieldToEventLoop();
    work(40);
    await yieldToEventLoop();
  });
  expect(longest).toBeGreaterThan(30);
});

test("what takes long because others have the processor, or the disk, is no block", async () => {
  const longest = await longestBlock(async () => {
    await yieldToEventLoop();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60);
    await yieldToEventLoop();
  });
  expect(longest).toBeLessThan(30);
});

test("many short turns, and what the caller does itself, are no block", async () => {
  const longest = await longestBlock(() => {
    work(40);
    return Promise.all(Array.from({ length: 10 }, () => yieldToEventLoop()));
  });
  expect(longest).toBeLessThan(30);
});

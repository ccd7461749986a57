import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { pause, whenAborted } from "../../src/time/pause.ts";

const listeners = (signal: AbortSignal): number => getEventListeners(signal, "abort").length;

test("a pause ends after its time, and listens no longer", async () => {
  const { signal } = new AbortController();
  const alive = setInterval(() => {}, 1000);
  const pausing = pause(1, signal);
  expect(listeners(signal)).toBe(1);
  await pausing;
  clearInterval(alive);
  expect(listeners(signal)).toBe(0);
});

test("an abort ends a pause and a wait, at once if it was before", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const waiting = Promise.all([pause(2 ** 30, signal), whenAborted(signal)]);
  controller.abort();
  await waiting;
  await Promise.all([pause(2 ** 30, signal), whenAborted(signal)]);
  expect(listeners(signal)).toBe(0);
});

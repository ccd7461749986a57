import { expect, test } from "vitest";
import { COSTS } from "../simulation/costs.ts";
import { simulate } from "../simulation/simulate.ts";

const middling = (): number => 0.5;

test("one worker waits for nothing but its round trips, its statements and its flushes", () => {
  const { storeMs, rate } = simulate({ workers: 1, partitions: 1, computeMs: 10, isOrdered: false }, middling);
  const { roundTrip, readCpu, writeCpu, flush } = COSTS;
  expect(storeMs).toBeCloseTo(5 * roundTrip + 2 * readCpu + 3 * (writeCpu + flush), 6);
  expect(rate).toBeCloseTo(1000 / (storeMs + 10 * Math.LN2), -1);
});

test("a thousand workers are limited by the cores of the server", () => {
  const scene = { workers: 1000, computeMs: 1, isOrdered: false };
  const [plain, divided] = [1, 16].map((partitions) => simulate({ ...scene, partitions }, middling));
  expect(plain?.cpu).toBeGreaterThan(0.9);
  expect(plain?.rate).toBeGreaterThan(divided?.rate ?? 0);
});

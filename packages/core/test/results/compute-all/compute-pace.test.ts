import { expect, test } from "vitest";
import { ComputePace } from "../../../src/results/compute-all/compute-pace.ts";

const quick = async (pace: ComputePace, times: number): Promise<void> => {
  for (let i = 0; i < times; i++) expect(await pace.measure(() => i)).toBe(i);
};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("items are claimed ahead after eight quick computations, and no longer after a slow one", async () => {
  const pace = new ComputePace();
  await quick(pace, 7);
  expect(pace.aheadMs).toBeUndefined();
  await quick(pace, 1);
  expect(pace.aheadMs).toBe(100);
  await pace.measure(() => wait(120));
  expect(pace.aheadMs).toBeUndefined();
  await quick(pace, 8);
  expect(pace.aheadMs).toBe(100);
  pace.noteSlow();
  expect(pace.aheadMs).toBeUndefined();
});

test("a computation that fails is neither quick nor slow", async () => {
  const pace = new ComputePace();
  await quick(pace, 8);
  const error = new Error("no");
  await expect(
    pace.measure(() => {
      throw error;
    }),
  ).rejects.toBe(error);
  await expect(pace.measure(() => Promise.reject(error))).rejects.toBe(error);
  expect(pace.aheadMs).toBe(100);
});

import { expect, test } from "vitest";
import { ComputeTally } from "../../../src/results/compute-all/compute-tally.ts";

const error = new Error("failed");
const failed = { status: "failed", item: 3, id: "c", error } as const;
const outcomes = [{ status: "computed", item: 1, id: "a" }, { status: "found", item: 2, id: "b" }, failed] as never[];

test("outcomes are counted, and told with the progress", async () => {
  const [told, progress]: [unknown[], unknown[]] = [[], []];
  const tally = new ComputeTally({
    items: Array(5),
    onOutcome: (outcome: unknown) => told.push(outcome),
    onProgress: (each: { perSecond: number; secondsLeft: number }) => {
      const { perSecond, secondsLeft, ...counts } = each;
      progress.push(counts);
      expect(perSecond).toBeGreaterThan(0);
      expect(secondsLeft * perSecond).toBeCloseTo(5 - progress.length);
    },
  } as never);
  for (const outcome of outcomes) await tally.add(outcome);
  expect(told).toEqual(outcomes);
  expect(progress).toEqual([
    { computed: 1, found: 0, failed: 0, total: 5 },
    { computed: 1, found: 1, failed: 0, total: 5 },
    { computed: 1, found: 1, failed: 1, total: 5 },
  ]);
  expect(tally.summary).toEqual({ computed: 1, found: 1, failed: [{ item: 3, id: "c", error }] });
});

test("an outcome is added when the caller has been told, and an error of the caller is passed on", async () => {
  let isTold = false;
  const onOutcome = async (): Promise<void> => {
    await new Promise(setImmediate);
    isTold = true;
  };
  await new ComputeTally({ items: [], onOutcome } as never).add(failed as never);
  expect(isTold).toBe(true);
  const fail = () => {
    throw new Error("no");
  };
  const tally = new ComputeTally({ items: [], onOutcome: fail, onProgress: fail } as never);
  await expect(tally.add(failed as never)).rejects.toThrow("no");
  await new ComputeTally({ items: [] } as never).add(failed as never);
});

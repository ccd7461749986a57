import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { explainMiss } from "../../../src/calls/memoize/explain-miss.ts";
import { type Call, MemoryCalls } from "../../../src/index.ts";

const clock = new ManualClock();
async function explained(call: Omit<Call, "name">, ...stored: Omit<Call, "name">[]) {
  await using calls = new MemoryCalls({ clock });
  for (const each of stored) {
    clock.advance(1);
    await calls.save({ name: "f", ...each });
  }
  await calls.save({ name: "other", arguments: {}, result: 1 });
  const explanation = await explainMiss(calls, { name: "f", ...call });
  return (
    explanation && { ...explanation, nearest: explanation.nearest?.version, ofKey: calls.key({ name: "f", ...call }) }
  );
}

test("a stored call is no miss, and without calls of the function there is nothing to compare", async () => {
  expect(await explained({ arguments: { a: 1 } }, { arguments: { a: 1 }, result: 1 })).toBeUndefined();
  const none = await explained({ arguments: { a: 1 } });
  expect(none).toEqual({ key: none?.ofKey, differences: [], nearest: undefined, ofKey: none?.ofKey });
});

test("each field that differs is told, with the stored and the given value", async () => {
  const given = { module: "m", version: 2, fingerprint: "x", arguments: { a: [1, 2], b: 1, c: 3 } };
  const stored = { module: "n", version: "1", fingerprint: "y", arguments: { a: [1, 3], b: 1, d: 4 }, result: 1 };
  expect((await explained(given, stored))?.differences).toEqual([
    { field: "module", difference: { path: [], old: "n", new: "m" } },
    { field: "version", difference: { path: [], old: "1", new: "2" } },
    { field: "fingerprint", difference: { path: [], old: "y", new: "x" } },
    { field: "arguments.a", difference: { path: [1], old: 3, new: 2 } },
    { field: "arguments.c", difference: { path: [], old: undefined, new: 3 } },
    { field: "arguments.d", difference: { path: [], old: 4, new: undefined } },
  ]);
});

test("an argument that is undefined differs from none", async () => {
  const explanation = await explained({ arguments: { a: undefined } }, { arguments: {}, result: 1 });
  expect(explanation?.differences).toEqual([
    { field: "arguments.a", difference: { path: [], old: undefined, new: undefined } },
  ]);
});

test("the nearest call has the fewest differences, without its fingerprint, and is the latest of several", async () => {
  const nearest = async (...stored: [version: string, a: number, b: number, fingerprint?: string][]) => {
    const calls = stored.map(([version, a, b, fingerprint]) => ({
      version,
      fingerprint,
      arguments: { a, b },
      result: 1,
    }));
    return (await explained({ version: "0", fingerprint: "x", arguments: { a: 1, b: 2 } }, ...calls))?.nearest;
  };
  expect(await nearest(["1", 1, 2, "x"], ["2", 1, 3, "x"])).toBe("1");
  expect(await nearest(["1", 5, 5, "x"], ["2", 1, 5, "x"], ["3", 5, 5, "x"])).toBe("2");
  expect(await nearest(["1", 1, 2, "x"], ["2", 1, 2, "y"])).toBe("2");
  expect(await nearest(["2", 1, 2, "y"], ["1", 1, 2, "x"])).toBe("1");
  expect(
    (await explained({ fingerprint: "x", arguments: {} }, { fingerprint: "y", arguments: {}, result: 1 }))?.differences,
  ).toEqual([{ field: "fingerprint", difference: { path: [], old: "y", new: "x" } }]);
});

import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { MemoryCalls, memoize } from "../../../src/index.ts";

const double = (x: number): number => 2 * x;

test("the calls of a function are those of its module and version alone", async () => {
  await using storage = new MemoryCalls();
  const variants = [{}, { version: 1 }, { version: 2 }, { module: "m" }, { module: "m", version: 1 }];
  const functions = variants.map((more) => memoize(double, { storage, parameters: ["x"], ...more }));
  for (const [i, each] of functions.entries()) await each(i);
  for (const [i, each] of functions.entries()) {
    expect((await collect(each.query())).map(({ key }) => key)).toEqual([each.digest(i)]);
    expect(await collect(each.query({ arguments: { x: i + 1 } }))).toEqual([]);
  }
});

test("what is asked for must be an option or an argument of the function", async () => {
  await using storage = new MemoryCalls();
  const options = { storage, parameters: ["x"] };
  expect(() => memoize(double, { ...options, ttl: 5 } as never)).toThrow("Unknown option 'ttl'");
  expect(() => memoize(5 as never, options)).toThrow(TypeError);
  expect(() => memoize(double, { parameters: ["x"] } as never)).toThrow("a storage of calls, such as");
  expect(() => memoize(double, options).query({ arguments: { y: 1 } } as never)).toThrow(
    "'double' has no argument \"y\".",
  );
});

test("a stored call is forgotten, and its absence explained", async () => {
  await using storage = new MemoryCalls();
  const doubled = memoize(double, { storage, parameters: ["x"] });
  expect([await doubled.contains(1), await doubled(1), await doubled.contains(1)]).toEqual([false, 2, true]);
  expect(await doubled.explainMiss(1)).toBeUndefined();
  expect(await doubled.explainMiss(2)).toMatchObject({
    nearest: { key: doubled.digest(1) },
    differences: [{ field: "arguments.x", difference: { old: 1, new: 2 } }],
  });
  expect([await doubled.forget(1), await doubled.forget(1), await doubled.contains(1)]).toEqual([true, false, false]);
});

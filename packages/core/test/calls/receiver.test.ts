import { expect, test } from "vitest";
import { MemoryCalls, memoize } from "../../src/index.ts";

test("the receiver of a function in sloppy mode, which is the global object, is none", async () => {
  await using storage = new MemoryCalls();
  const double = memoize(async (x: number) => x * 2, { storage, name: "double", parameters: ["x"] });
  expect(await Reflect.apply(double, globalThis, [2])).toBe(4);
  await expect((async () => Reflect.apply(double, new Date(0), [2]))()).rejects.toThrow("an instance of Date");
});

import { expect, test } from "vitest";
import { MAX_DEPTH, tooDeep } from "../../src/codec/depth.ts";

test("a cycle is named by its path", () => {
  const inner: { back?: unknown } = {};
  const value = { list: [1, new Map([["k", inner]])] };
  inner.back = value.list;
  expect(tooDeep(value)).toMatchObject({
    path: ["list", 1, 0, "back"],
    message: expect.stringContaining("contains itself"),
  });
  const set = new Set<unknown>();
  set.add(set);
  expect(tooDeep(set)).toMatchObject({ path: [0] });
});

test("a value that is met twice is no cycle", () => {
  const twice = {};
  let deep: unknown = [twice, twice];
  for (let i = 0; i <= MAX_DEPTH; i++) deep = [deep];
  expect(tooDeep(deep)).toMatchObject({
    path: [],
    message: expect.stringContaining(`deeper than ${MAX_DEPTH} levels`),
  });
});

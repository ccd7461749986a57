import { expect, test } from "vitest";
import { parseBounds } from "../../../src/cache/eviction/bounds.ts";

test("limits are whole numbers from 1, or absent", () => {
  expect(parseBounds({})).toEqual({ maxEntries: undefined, maxBytes: undefined });
  expect(parseBounds({ maxEntries: 1, maxBytes: 2, other: 3 } as never)).toEqual({ maxEntries: 1, maxBytes: 2 });
  for (const bound of [0, -1, 1.5, Number.NaN, Infinity, 2 ** 53]) {
    expect(() => parseBounds({ maxBytes: bound })).toThrow(`maxBytes must be a whole number from 1, got ${bound}.`);
  }
  for (const bound of ["1", null]) {
    expect(() => parseBounds({ maxEntries: bound as never })).toThrow(TypeError);
  }
});

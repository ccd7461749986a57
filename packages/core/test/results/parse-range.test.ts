import { expect, test } from "vitest";
import {
  checkLimit,
  checkOrder,
  idRange,
  isCountOfIds,
  parsePrefix,
  parseRange,
} from "../../src/results/parse-range.ts";

test("a range has canonical ids", () => {
  expect(idRange("a", { after: "b", limit: 0, order: "desc" })).toEqual({
    prefix: "a",
    after: "b",
    limit: 0,
    isDescending: true,
  });
  expect(parseRange(undefined, {})).toEqual({ isDescending: false });
  expect(parsePrefix(undefined)).toBeUndefined();
  expect(() => parsePrefix("")).toThrow(expect.objectContaining({ code: "INVALID_ID" }));
  expect(() => parseRange(undefined, { onError: "skip" } as never)).toThrow("Unknown option 'onError' of ids.");
});

test("an order is ascending or descending", () => {
  expect([undefined, "asc", "desc"].map(checkOrder)).toEqual([false, false, true]);
  for (const order of ["", "DESC", null, 1]) expect(() => checkOrder(order)).toThrow("order must be 'asc' or 'desc'");
});

test("a limit is a whole number from 0", () => {
  expect([undefined, 0, 5].map(checkLimit)).toEqual([undefined, 0, 5]);
  for (const limit of [-1, 1.5, Number.NaN, Infinity, "1" as never, null as never])
    expect(() => checkLimit(limit)).toThrow(RangeError);
});

test("ids are counted below a prefix, and results of a model or its name, which has options", () => {
  for (const prefix of [undefined, "", "a/b", ["a", "b"]]) expect(isCountOfIds(prefix, undefined)).toBe(true);
  for (const model of [{}, null, 5]) {
    for (const options of [undefined, {}]) expect(isCountOfIds(model, options)).toBe(false);
  }
  expect(isCountOfIds("Model", {})).toBe(false);
  for (const prefix of [undefined, ["a"]]) {
    expect(() => isCountOfIds(prefix, {})).toThrow("count takes options beside a model, got them beside");
  }
});

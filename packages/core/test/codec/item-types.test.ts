import { expect, test } from "vitest";
import { ItemTypes } from "../../src/codec/item-types.ts";
import { EACH } from "../../src/codec/type-tags.ts";

function collect(...types: readonly (string | undefined)[]): unknown {
  const collected = new ItemTypes();
  for (const type of types) collected.add(type);
  return collected.take();
}

test("items without types have none, items of one type have it once", () => {
  expect(collect()).toBeUndefined();
  expect(collect(undefined, undefined)).toBeUndefined();
  expect(collect("date")).toEqual({ "0": "date" });
  expect(collect("date", "date", "date")).toEqual([EACH, "date"]);
});

test("items of different types have theirs by index", () => {
  expect(collect("date", undefined)).toEqual({ "0": "date" });
  expect(collect(undefined, "date")).toEqual({ "1": "date" });
  expect(collect("date", "date", "bigint", undefined)).toEqual({ "0": "date", "1": "date", "2": "bigint" });
});

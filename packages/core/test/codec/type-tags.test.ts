import { expect, test } from "vitest";
import {
  EACH,
  isContainerType,
  isInstanceType,
  isTypeTags,
  nameOfType,
  namesType,
  sameTypes,
  type TypeTags,
} from "../../src/codec/type-tags.ts";

test("kinds of types are told by their names", () => {
  const types = ["Map", "Set", "type:Money", "Date", "type", 5, undefined];
  expect(types.map(isInstanceType)).toEqual([false, false, true, false, false, false, false]);
  expect(types.map(isContainerType)).toEqual([true, true, true, false, false, false, false]);
  expect(nameOfType("type:Money")).toBe("Money");
});

test("types are text or objects", () => {
  expect(["Date", {}, [], null, 5, undefined].map(isTypeTags)).toEqual([true, true, true, false, false, false]);
});

test.for<[TypeTags, names: readonly string[]]>([
  ["Date", ["Date"]],
  [{ a: "Date", b: { c: "bigint" } }, ["Date", "bigint"]],
  [
    ["Map", { "0": "Date" }],
    ["Map", "Date"],
  ],
  [[EACH, "Date"], ["Date"]],
  [
    [EACH, ["Set", { "0": "bigint" }]],
    ["Set", "bigint"],
  ],
  [{}, []],
])("the types in %j are found", ([tags, names]) => {
  for (const name of ["Date", "bigint", "Map", "Set", EACH]) {
    expect(
      namesType(tags, (type) => type === name),
      name,
    ).toBe(names.includes(name));
  }
});

test("types are the same if all of their parts are", () => {
  const groups: (TypeTags | undefined)[] = [
    undefined,
    "Date",
    "bigint",
    {},
    { a: "Date" },
    { b: "Date" },
    { a: "bigint" },
    { a: "Date", b: "Date" },
    { "0": EACH, "1": "Date" } as TypeTags,
    [EACH, "Date"],
    [EACH, { a: "Date" }],
    ["Map", { a: "Date" }],
  ];
  for (const [i, a] of groups.entries()) {
    for (const [j, b] of groups.entries()) {
      expect(sameTypes(structuredClone(a), structuredClone(b)), `${i} and ${j}`).toBe(i === j);
    }
  }
});

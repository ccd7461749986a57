import { expect, test } from "vitest";
import { parseOrder } from "../../src/query/order.ts";
import type { ParseField } from "../../src/query/parse-field.ts";
import { parseSelection, selected } from "../../src/query/selection.ts";

const parseField = ((path: string) => ({ keys: [path], isStored: true })) as ParseField;
const candidate = (value: unknown, id = "a") => ({ id, value, content: {} }) as never;

test("results are ordered by the terms, then by the id, each up or down", () => {
  const sorted = (orderBy?: unknown): string => {
    const order = parseOrder(orderBy, parseField);
    const places = ["a1", "b1", "c2", "d0"].map((id) => order.placeOf(candidate({ x: Number(id[1]), id }, id)));
    return places
      .sort((a, b) => order.compare(a, b))
      .map(({ id }) => id)
      .join(" ");
  };
  expect(sorted()).toBe("a1 b1 c2 d0");
  expect(sorted(["x"])).toBe("d0 a1 b1 c2");
  expect(sorted(["-x"])).toBe("c2 a1 b1 d0");
  expect(sorted(["x", "-id"])).toBe("d0 b1 a1 c2");
  expect(sorted(["-id", "x"])).toBe("d0 c2 b1 a1");
  expect(sorted(["id"])).toBe("a1 b1 c2 d0");
});

test("an order has terms up to the id, and a text of all that was given", () => {
  expect(parseOrder(undefined, parseField)).toMatchObject({
    terms: [],
    isIdDescending: false,
    text: "[]",
    isOfIds: true,
  });
  expect(parseOrder(["-id", "x"], parseField)).toMatchObject({ terms: [], isIdDescending: true, isOfIds: true });
  expect(parseOrder(["-x"], parseField)).toMatchObject({
    terms: [{ field: { keys: ["x"] }, isDescending: true }],
    isIdDescending: false,
    isOfIds: false,
    text: '["-x"]',
  });
});

test("an order is a list of paths", () => {
  expect(() => parseOrder("x", parseField)).toThrow('orderBy must be a list of paths, got "x".');
  expect(() => parseOrder([5], parseField)).toThrow("A path of orderBy must be a text, got 5.");
});

test("a selection is a list of paths, and has those that a result has", () => {
  expect(parseSelection(undefined, parseField, "select")).toBeUndefined();
  expect(() => parseSelection("x", parseField, "select")).toThrow('select must be a list of paths, got "x".');
  const selection = parseSelection(["x", "__proto__", "none"], parseField, "select") ?? [];
  const value = JSON.parse('{ "x": null, "y": 1, "__proto__": 2 }');
  expect(Object.entries(selected(selection, candidate(value)))).toEqual([
    ["x", null],
    ["__proto__", 2],
  ]);
});

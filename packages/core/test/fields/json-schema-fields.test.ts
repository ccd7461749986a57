import { expect, test } from "vitest";
import { ANY_FIELDS } from "../../src/fields/fields.ts";
import { jsonSchemaFields } from "../../src/fields/json-schema-fields.ts";

const at = (schema: unknown, ...keys: string[]) =>
  keys.reduce((fields, key) => fields?.at(key), jsonSchemaFields(schema) as ReturnType<typeof ANY_FIELDS.at>);
const TEXT = { type: "string" };

test("what says nothing about fields may have any", () => {
  for (const schema of [undefined, null, true, {}, { type: "object" }, { additionalProperties: false }])
    expect(jsonSchemaFields(schema)).toBe(ANY_FIELDS);
});

test("scalars have none, lists have items, and objects what they name", () => {
  for (const type of ["string", "number", "integer", "boolean", "null"]) expect(at({ type }, "a")).toBeUndefined();
  const list = { type: "array", items: { properties: { a: TEXT } } };
  expect([at(list, "0")?.names, at(list, "a")]).toEqual([["a"], undefined]);
  const object = { type: "object", properties: { a: TEXT } };
  expect([jsonSchemaFields(object).names, at(object, "b"), at(object, "a", "b")]).toEqual([
    ["a"],
    undefined,
    undefined,
  ]);
  const open = { ...object, additionalProperties: list };
  expect([jsonSchemaFields(open).names, at(open, "b")?.names, at(open, "a", "b")]).toEqual([
    [],
    ["length", "0", "-1"],
    undefined,
  ]);
  expect(at({ additionalProperties: true }, "b")).toBe(ANY_FIELDS);
  expect(at({ additionalProperties: TEXT }, "b", "c")).toBeUndefined();
});

test("one of several schemas has the fields of each", () => {
  const parts = ["a", "b"].map((name) => ({ properties: { [name]: TEXT } }));
  for (const key of ["anyOf", "oneOf", "allOf"]) expect(jsonSchemaFields({ [key]: parts }).names).toEqual(["a", "b"]);
});

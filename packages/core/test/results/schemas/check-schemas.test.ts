import { expect, test } from "vitest";
import { checkSchemas } from "../../../src/results/schemas/check-schemas.ts";

const SCHEMA = { name: "M", version: 1, namespace: "n", jsonSchema: { type: "object" }, inferred: false };

test("schemas are what a store returns", () => {
  const schemas = [SCHEMA, { ...SCHEMA, inferred: true }];
  expect(checkSchemas(schemas as never)).toBe(schemas);
  expect(checkSchemas()).toEqual([]);
});

test.for([
  null,
  5,
  { name: 5 },
  { name: "" },
  { name: "\ud800" },
  { namespace: 5 },
  { namespace: "" },
  { version: "1" },
  { version: 1.5 },
  { inferred: 0 },
  { jsonSchema: null },
  { jsonSchema: 5 },
  { jsonSchema: "text" },
  { jsonSchema: { a: 1n } },
])("a schema with %o is refused", (more) => {
  const schema = typeof more === "object" && more !== null ? { ...SCHEMA, ...more } : more;
  expect(() => checkSchemas([SCHEMA, schema] as never)).toThrow("schemas must be a list from schemas(), got one with");
  expect(() => checkSchemas(SCHEMA as never)).toThrow("schemas must be a list from schemas(), got");
});

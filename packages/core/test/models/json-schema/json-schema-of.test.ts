import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { jsonSchemaOf } from "../../../src/models/json-schema/json-schema-of.ts";
import type { ModelDefinition } from "../../../src/models/make-model.ts";
import { ModelRegistry } from "../../../src/models/model-registry.ts";

function schemaOf<S extends StandardSchemaV1>(schema: S, definition: ModelDefinition<S> = {}): unknown {
  return jsonSchemaOf(new ModelRegistry().register("Model", schema, definition));
}

const LIBRARIES: readonly (readonly [name: string, schema: StandardSchemaV1])[] = [
  ["Valibot", v.object({ text: v.string(), list: v.array(v.number()), at: v.date(), maybe: v.optional(v.boolean()) })],
  ["Zod", z.object({ text: z.string(), list: z.array(z.number()), at: z.date(), maybe: z.boolean().optional() })],
  ["ArkType", type({ text: "string", list: "number[]", at: "Date", "maybe?": "boolean" })],
];

describe.each(LIBRARIES)("%s", (_, schema) => {
  test("a schema has a JSON Schema, which says nothing about dates", () => {
    const found = schemaOf(schema) as { properties: object; required: string[] };
    expect(found.properties).toMatchObject({
      text: { type: "string" },
      list: { type: "array", items: { type: "number" } },
      at: {},
      maybe: { type: "boolean" },
    });
    expect(found.properties).not.toHaveProperty("at.type", "string");
    expect(found.required.toSorted()).toEqual(["at", "list", "text"]);
  });
});

test("it describes what is stored: outputs, or with an encode, inputs", () => {
  const optional = z.object({ a: z.number().default(1) });
  expect(schemaOf(optional)).toMatchObject({ required: ["a"] });
  const codec = z.object({ at: z.codec(z.string(), z.number(), { decode: Number, encode: String }) });
  expect(schemaOf(codec)).toMatchObject({ properties: { at: { type: "string" } } });
  const parsed = v.object({ n: v.pipe(v.string(), v.transform(Number), v.number()) });
  expect(schemaOf(parsed)).toMatchObject({ properties: { n: { type: "number" } } });
  const encode = ({ n }: { n: number }) => ({ n: String(n) });
  expect(schemaOf(parsed, { encode })).toMatchObject({ properties: { n: { type: "string" } } });
});

test("what JSON Schema cannot express is anything", () => {
  for (const schema of [
    v.object({ a: v.bigint(), b: v.set(v.string()), c: v.literal(5n), d: v.custom<Date>(() => true), e: v.string() }),
    z.object({ a: z.bigint(), b: z.set(z.string()), c: z.literal(5n), d: z.custom<Date>(), e: z.string() }),
  ]) {
    expect(schemaOf(schema)).toMatchObject({ properties: { a: {}, b: {}, c: {}, d: {}, e: { type: "string" } } });
  }
});

test("a schema that cannot be described has none", () => {
  const validate = (value: unknown) => ({ value });
  expect(schemaOf({ "~standard": { version: 1, vendor: "test", validate } })).toBeUndefined();
  const fail = (): never => {
    throw new Error("no");
  };
  const failing = { "~standard": { version: 1, vendor: "test", validate, jsonSchema: { input: fail, output: fail } } };
  expect(schemaOf(failing as StandardSchemaV1)).toBeUndefined();
});

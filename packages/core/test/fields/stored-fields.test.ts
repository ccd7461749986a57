import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { fieldsOf } from "../../src/fields/fields-of.ts";
import { fieldFinder } from "../../src/fields/find-field.ts";

function isStored(schema: StandardSchemaV1, path: string): boolean {
  return fieldFinder(fieldsOf(schema), "a schema")(path).isStored;
}

const trimming = { ...v.string(), "~run": (dataset: never) => v.pipe(v.string(), v.trim())["~run"](dataset, {}) };
const valibot = v.pipe(
  v.object({
    text: v.pipe(v.string(), v.minLength(1), v.brand("Text")),
    maybe: v.optional(v.nullable(v.number())),
    at: v.date(),
    config: v.object({ lr: v.number(), "a.b": v.string(), constructor: v.number() }),
    record: v.record(v.string(), v.number()),
    either: v.union([v.object({ a: v.number() }), v.object({ a: v.string(), b: v.number() })]),
    any: v.unknown(),
    loose: v.looseObject({}),
    trimmed: v.pipe(v.string(), v.trim()),
    ofDefault: v.optional(v.number(), 7),
    nullToDefault: v.nullable(v.number(), 7),
    fallback: v.fallback(v.number(), 7),
    wrapped: trimming as unknown as v.GenericSchema<string>,
    lower: v.record(v.pipe(v.string(), v.toLowerCase()), v.number()),
    made: v.pipe(
      v.object({ x: v.number() }),
      v.transform(({ x }) => ({ x: x + 1 })),
    ),
    lazy: v.lazy(() => v.object({ x: v.number() })),
    both: v.intersect([v.object({ l: v.number() }), v.object({ r: v.number() })]),
    list: v.array(v.number()),
  }),
  v.readonly(),
);
const zod = z.object({
  text: z.string().min(1).brand("Text"),
  maybe: z.number().nullable().optional(),
  at: z.date(),
  config: z.object({ lr: z.number(), "a.b": z.string(), constructor: z.number() }),
  record: z.record(z.string(), z.number()),
  either: z.union([z.object({ a: z.number() }), z.object({ a: z.string(), b: z.number() })]),
  any: z.unknown(),
  loose: z.looseObject({}),
  trimmed: z.string().trim(),
  coerced: z.coerce.number(),
  url: z.url(),
  ofDefault: z.number().default(7),
  caught: z.number().catch(7),
  checked: z.number().check((context) => {
    context.value = 7;
  }),
  lower: z.record(z.string().toLowerCase(), z.number()),
  made: z.object({ x: z.number() }).transform(({ x }) => ({ x: x + 1 })),
  lazy: z.lazy(() => z.object({ x: z.number() })),
  both: z.intersection(z.object({ l: z.number() }), z.object({ r: z.number() })),
  list: z.array(z.number()),
});
const STORED = ["text", "maybe", "at", "config", "config.lr", "config.a\\.b", "record.x", "either.a", "any"];
const NESTED = ["any.x.y", "any.__proto__", "loose.x", "list"];
const CHANGED = ["trimmed", "ofDefault", "lower.x", "made.x", "lazy.x", "both.l", "list.0", "list.length"];
const UNSURE = ["config.constructor", "record.__proto__", "either.b", "any.0", "any.length", "any.\\\ud800"];

describe.for([
  ["Valibot", valibot, ["nullToDefault", "fallback", "wrapped"]],
  ["Zod", zod, ["coerced", "url", "caught", "checked"]],
] as const)("what a schema of %s returns as it was stored", ([, schema, changed]) => {
  test.for([...STORED, ...NESTED])("%s", (path) => expect(isStored(schema, path)).toBe(true));
  test.for([...CHANGED, ...UNSURE, ...changed])("not %s", (path) => expect(isStored(schema, path)).toBe(false));
});

test("nothing is known to be stored of a schema that is validated by another function, or that only has a JSON Schema", () => {
  const standard = { ...valibot["~standard"], validate: (value: unknown) => ({ value }) };
  expect(isStored({ ...valibot, "~standard": standard } as StandardSchemaV1, "text")).toBe(false);
  expect(isStored(type({ a: "number" }), "a")).toBe(false);
});

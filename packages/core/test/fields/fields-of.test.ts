import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Fields } from "../../src/fields/fields.ts";
import { fieldsOf } from "../../src/fields/fields-of.ts";

function has(schema: StandardSchemaV1, path: string): boolean {
  let fields: Fields | undefined = fieldsOf(schema);
  for (const key of path.split(".")) fields = fields?.at(key);
  return fields !== undefined;
}

interface Tree {
  readonly value: number;
  readonly kids: readonly Tree[];
}
const valibotTree: v.GenericSchema<Tree> = v.object({ value: v.number(), kids: v.array(v.lazy(() => valibotTree)) });
const zodTree: z.ZodType<Tree> = z.object({ value: z.number(), kids: z.array(z.lazy(() => zodTree)) });

const SCHEMAS: readonly (readonly [name: string, schema: StandardSchemaV1])[] = [
  [
    "Valibot",
    v.pipe(
      v.object({
        name: v.pipe(v.string(), v.trim()),
        at: v.date(),
        maybe: v.optional(v.object({ x: v.number() })),
        list: v.array(v.nullable(v.object({ y: v.number() }))),
        pair: v.tuple([v.number(), v.object({ z: v.number() })]),
        record: v.record(v.string(), v.object({ w: v.number() })),
        either: v.variant("kind", [
          v.object({ kind: v.literal("a"), a: v.number() }),
          v.object({ kind: v.literal("b") }),
        ]),
        both: v.intersect([v.object({ l: v.number() }), v.object({ r: v.number() })]),
        loose: v.looseObject({ known: v.number() }),
        any: v.unknown(),
        made: v.pipe(
          v.string(),
          v.transform((text) => ({ text })),
        ),
        tree: valibotTree,
      }),
      v.readonly(),
      v.brand("All"),
    ),
  ],
  [
    "Zod",
    z.object({
      name: z.string().trim(),
      at: z.date(),
      maybe: z.object({ x: z.number() }).optional(),
      list: z.array(z.object({ y: z.number() }).nullable()),
      pair: z.tuple([z.number(), z.object({ z: z.number() })]),
      record: z.record(z.string(), z.object({ w: z.number() })),
      either: z.discriminatedUnion("kind", [
        z.object({ kind: z.literal("a"), a: z.number() }),
        z.object({ kind: z.literal("b") }),
      ]),
      both: z.intersection(z.object({ l: z.number() }), z.object({ r: z.number() })),
      loose: z.looseObject({ known: z.number() }),
      any: z.unknown(),
      made: z.string().transform((text) => ({ text })),
      tree: zodTree,
    }),
  ],
];
const KNOWN = [
  ...[
    "name",
    "at",
    "maybe.x",
    "list.length",
    "list.0.y",
    "list.-1.y",
    "pair.1.z",
    "record.x.w",
    "either.kind",
    "either.a",
  ],
  ...["both.l", "both.r", "loose.known", "loose.other.x", "any.x.y", "made.text", "tree.kids.0.kids.-1.value"],
];
const UNKNOWN = [
  ...["nam", "at.x", "maybe.y", "list.y", "list.01", "list.-0", "list.0.z", "record.x.v", "either.c", "both.x"],
  ...["tree.kids.0.kid", "__proto__", "constructor", "toString"],
];

describe.for(SCHEMAS)("fields of a schema of %s", ([, schema]) => {
  test.for(KNOWN)("%s is known", (path) => expect(has(schema, path)).toBe(true));
  test.for(UNKNOWN)("%s is not", (path) => expect(has(schema, path)).toBe(false));
});

test("fields of ArkType are those of its JSON Schema", () => {
  const schema = type({ a: "number", "b?": { c: "string[]" }, either: "string | number" });
  for (const path of ["a", "b.c.0", "b.c.length", "either"]) expect(has(schema, path)).toBe(true);
  for (const path of ["x", "a.x", "b.x", "b.c.x"]) expect(has(schema, path)).toBe(false);
});

test("a schema that tells nothing has any field", () => {
  const standard = { version: 1, vendor: "own", validate: (value: unknown) => ({ value }) } as const;
  expect(has({ "~standard": standard }, "a.b")).toBe(true);
  const failing = { ...standard, jsonSchema: { output: () => expect.fail("no schema"), input: () => ({}) } };
  expect(has({ "~standard": failing }, "a.b")).toBe(true);
});

import * as v from "valibot";
import { expect, test } from "vitest";
import * as z from "zod";
import { ModelRegistry } from "../../../src/index.ts";
import { loadShapesNow } from "../../../src/models/valibot/load-shapes-now.ts";
import { runsOwnCode } from "../../../src/models/valibot/runs-own-code.ts";

loadShapesNow();
const registry = new ModelRegistry();
const of = (schema: v.GenericSchema | z.ZodType, encode?: (value: unknown) => never): boolean =>
  runsOwnCode(registry.register(`m${Math.random()}`, schema as v.GenericSchema, encode && { encode }));

test("a plain schema of Valibot runs none", () => {
  const entries = {
    a: v.optional(v.number()),
    b: v.nullable(v.array(v.pipe(v.string(), v.minLength(1), v.regex(/a/)))),
  };
  for (const schema of [v.string(), v.unknown(), v.object(entries), v.strictObject({ c: v.picklist(["x"]) })])
    expect(of(schema)).toBe(false);
});

test("a check, a message, a transformation, an encode, another library may", () => {
  const schemas = [
    v.pipe(
      v.string(),
      v.check(() => true),
    ),
    v.object({
      a: v.array(
        v.object({
          b: v.pipe(
            v.number(),
            v.check(() => true),
          ),
        }),
      ),
    }),
    v.object({ a: v.string(() => "no") }),
    v.union([
      v.string(),
      v.pipe(
        v.number(),
        v.check(() => true),
      ),
    ]),
    v.pipe(v.string(), v.transform(Number)),
    v.custom(() => true),
    z.object({ a: z.string() }),
  ];
  for (const schema of schemas) expect(of(schema as v.GenericSchema)).toBe(true);
  expect(of(v.string(), (value) => value as never)).toBe(true);
});

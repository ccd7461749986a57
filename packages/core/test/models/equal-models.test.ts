import { type } from "arktype";
import * as v from "valibot";
import { expect, test } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { defineModel, getModel, MemoryBackend, ModelRegistry, type Parsed, registerModel } from "../../src/index.ts";
import { newCopy } from "../support/new-copy.ts";

type Make = (limit: number) => Parameters<ModelRegistry["register"]>[1];

/** Schemas of which a module makes another, equal one when it is evaluated again. */
const SCHEMAS: Readonly<Record<string, Make>> = {
  valibot: (limit) =>
    v.object({
      name: v.pipe(v.string(), v.maxLength(limit), v.regex(/^[a-z]/)),
      kids: v.optional(v.array(v.lazy(() => v.string())), []),
      kind: v.variant("type", [v.object({ type: v.literal("a") }), v.object({ type: v.picklist(["b", "c"]) })]),
    }),
  zod: (limit) =>
    z.object({
      name: z
        .string()
        .max(limit)
        .refine((text) => text !== "x"),
      get kids() {
        return z.array(z.string()).default([]);
      },
      at: z.codec(z.string(), z.date(), { decode: (text) => new Date(text), encode: (date) => date.toISOString() }),
    }),
  "zod mini": (limit) => mini.object({ name: mini.string().check(mini.maxLength(limit)) }),
  arktype: (limit) =>
    type({ name: `string < ${limit}`, "age?": "number", at: type("string").pipe((s) => new Date(s)) }),
};

test.for(Object.keys(SCHEMAS))("%s: an equal model is registered again, a changed one is told apart", (library) => {
  const make = SCHEMAS[library] as Make;
  const registry = new ModelRegistry();
  const options = () => ({ version: 2, upgrade: { 1: (old: unknown) => old } });
  const first = registry.register("Run", make(30), options());
  registry.getModel("Run").schema["~standard"].validate({ name: "a", kind: { type: "a" }, at: "2026-01-01" });
  const again = registry.register("Run", make(30), options());
  expect(again).not.toBe(first);
  expect(registry.getModel("Run")).toBe(again);
  expect([registry.findModelNamespace(first), registry.findModelNamespace(again)]).toEqual(["default", "default"]);
  const change = (): unknown => registry.register("Run", make(31), options());
  expect(change).toThrow(/schemas differ at \S*: .* is registered, .* was passed/);
  expect(change).toThrow(expect.objectContaining({ code: "MODEL_CONFLICT" }));
  expect(() => registry.register("Run", make(30), { version: 3 })).toThrow(/version 2 is registered, version 3/);
});

test("a value that a model parsed before its module was evaluated again is an output of its successor", async () => {
  const registry = new ModelRegistry();
  const register = () =>
    registry.register(
      "At",
      v.object({
        at: v.pipe(
          v.string(),
          v.transform((text) => new Date(text)),
        ),
      }),
      {
        encode: ({ at }) => ({ at: at.toISOString() }),
      },
    );
  const parsed = register().parse({ at: "2026-01-01T00:00:00.000Z" });
  const At = register();
  await using results = new MemoryBackend({ registry });
  await results.set("a", parsed, { model: At });
  await results.set("b", parsed);
  expect(await results.getMany(["a", "b"])).toEqual([parsed, parsed]);
});

test("defineModel makes a model that no shared registry knows", async () => {
  const numbers = defineModel("Defined", v.number());
  const texts = defineModel("Defined", v.string());
  await using results = new MemoryBackend();
  await results.set("a", 1, { model: numbers });
  await results.set("b", "1", { model: texts });
  expect([await results.get("a", numbers), await results.get("b", texts)]).toEqual([1, "1"]);
  expect(() => getModel("Defined")).toThrow(expect.objectContaining({ code: "MODEL_NOT_REGISTERED" }));
});

test("codecs of Zod 4 give their own encode, at any depth", async () => {
  const date = z.codec(z.string(), z.date(), { decode: (text) => new Date(text), encode: (at) => at.toISOString() });
  const small = mini.codec(mini.string(), mini.number(), { decode: Number, encode: String });
  const Deep = defineModel("Deep", z.object({ list: z.array(z.lazy(() => z.object({ at: date.optional() }))) }));
  const Mini = defineModel("Mini", mini.object({ n: small }));
  const Plain = defineModel("Plain", z.object({ n: z.number() }));
  await using results = new MemoryBackend();
  const deep = { list: [{ at: new Date(0) }, {}] };
  await results.set("deep", deep, { model: Deep });
  await results.getOrCompute("mini", Mini, () => ({ n: 7 }));
  expect([await results.get("deep", Deep), await results.get("mini", Mini)]).toEqual([deep, { n: 7 }]);
  expect(Plain.encode).toBeUndefined();
});

test("a second copy of the library shares models and what they parsed", async () => {
  const schema = () => v.object({ n: v.number() });
  registerModel("Shared", schema());
  const copy = await newCopy()<typeof import("../../src/index.ts")>(new URL("../../src/index.ts", import.meta.url));
  expect(copy.registerModel).not.toBe(registerModel);
  const parsed = copy.registerModel("Shared", schema()).parse({ n: 1 });
  expect(() => copy.registerModel("Shared", v.object({ n: v.string() }))).toThrow(/differ at entries\.n/);
  await using results = new MemoryBackend();
  await results.set("a", parsed as Parsed<{ n: number }>);
  expect(await results.get("a")).toEqual({ n: 1 });
});

test("the difference of two schemas is said in few words", () => {
  const registry = new ModelRegistry();
  registry.register("Run", v.object({ a: v.number() }));
  const changed = [
    [v.object({ a: v.number(), b: v.string() }), "entries.b: nothing is registered, a schema 'string' was passed."],
    [v.object({ a: v.string() }), "entries.a.type: 'number' is registered, 'string' was passed."],
    [
      v.pipe(
        v.object({ a: v.number() }),
        v.check(() => true),
      ),
      "a function was passed, another one is registered.",
    ],
  ] as const;
  for (const [schema, message] of changed) expect(() => registry.register("Run", schema)).toThrow(message);
});

import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry } from "../../src/index.ts";
import { makeModel } from "../../src/models/make-model.ts";
import { modelOf, remember } from "../../src/models/model-of-value.ts";

const registry = new ModelRegistry();
const make = (name: unknown, schema: unknown, definition: object = {}) =>
  makeModel(registry, name as string, schema as StandardSchemaV1, definition);
const schema = v.object({ a: v.number() });

test("a model has what it was made of, and defaults; it cannot be changed", () => {
  const upgrade = { 1: () => 1, 2: () => 2 };
  const encode = (value: unknown) => value;
  expect(make("M", schema)).toMatchObject({
    name: "M",
    schema,
    version: 1,
    upgrade: {},
    encode: undefined,
    indexes: [],
  });
  const model = make("M", schema, { version: 3, upgrade, encode, index: ["a"] });
  expect(model).toMatchObject({ version: 3, upgrade, encode, registry, indexes: [[["a"]]] });
  expect(Object.isFrozen(model)).toBe(true);
  expect(make("M", type("string")).parse("a")).toBe("a");
});

const standard = (props: object | undefined) => ({ "~standard": props });
const validate = () => ({ value: 1 });
test.for<[name: unknown, schema: unknown, object, string]>([
  ["", schema, {}, "The name of a model must be a non-empty string"],
  ["M", null, {}, "Model 'M' needs a Standard Schema v1 (Valibot, Zod, ArkType, …), got null."],
  ["M", "text", {}, 'got "text".'],
  ["M", {}, {}, "got object."],
  ["M", standard({ version: 2, validate }), {}, "needs a Standard Schema"],
  ["M", standard({ version: 1 }), {}, "needs a Standard Schema"],
  ["M", schema, { version: 0 }, "The version of model 'M' must be a whole number from 1, got 0."],
  ["M", schema, { version: 1.5 }, "got 1.5."],
  ["M", schema, { version: "1" }, 'got "1".'],
  [
    "M",
    schema,
    { version: 3, upgrade: { 0: validate } },
    "Upgrades of model 'M' start at versions 1 to 2, got a step for '0'.",
  ],
  ["M", schema, { version: 3, upgrade: { 3: validate } }, "got a step for '3'."],
  ["M", schema, { version: 3, upgrade: { 1.5: validate } }, "got a step for '1.5'."],
])("a model '%s' of %o with %o is refused", ([name, given, definition, message]) => {
  expect(() => make(name, given, definition)).toThrow(message);
});

test("what a model parsed is known to be its own, also if it is frozen", async () => {
  const model = make("M", schema);
  expect(modelOf(model.parse({ a: 1 }))).toBe(model);
  expect(modelOf(await model.parseAsync({ a: 1 }))).toBe(model);
  const frozen = Object.freeze({ a: 1 });
  expect(modelOf(remember(frozen, model))).toBe(model);
  const value = remember(remember({ a: 1 }, registry.register("Other", schema)), model);
  expect(modelOf(value)).toBe(model);
  expect(Reflect.ownKeys(value)).toEqual(["a"]);
  expect([null, "a", {}].map((other) => modelOf(remember(other, model) && other))).toEqual([
    undefined,
    undefined,
    model,
  ]);
  expect([null, undefined, "a", {}].map(modelOf)).toEqual([undefined, undefined, undefined, undefined]);
});

test("an asynchronous schema needs parseAsync, and leaves no rejection behind", async () => {
  const failing = make(
    "M",
    standard({ version: 1, vendor: "x", validate: async () => ({ issues: [{ message: "no" }] }) }),
  );
  expect(() => failing.parse(1)).toThrow("The schema of model 'M' is asynchronous: use parseAsync instead of parse.");
  await expect(failing.parseAsync(1)).rejects.toThrow("no");
});

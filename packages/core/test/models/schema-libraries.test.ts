import type { StandardSchemaV1 } from "@standard-schema/spec";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { MemoryBackend, ModelRegistry, ValidationError } from "../../src/index.ts";

interface Person {
  name: string;
  age: number;
}

const SCHEMAS: readonly (readonly [library: string, schema: StandardSchemaV1<Person, Person>])[] = [
  ["Valibot", v.object({ name: v.string(), age: v.number() })],
  ["Zod", z.object({ name: z.string(), age: z.number() })],
  ["ArkType", type({ name: "string", age: "number" })],
];

describe.each(SCHEMAS)("%s", (_, schema) => {
  test("parses, stores, reads and refuses", async () => {
    const registry = new ModelRegistry();
    await using backend = new MemoryBackend({ registry });
    const Model = registry.register("Person", schema);
    const ada = Model.parse({ name: "Ada", age: 36 });
    await backend.set("ada", ada);
    await backend.set("bob", { name: "Bob", age: 41 }, { model: Model });
    expect(await backend.getMany(["ada", "bob"], Model)).toEqual([
      { name: "Ada", age: 36 },
      { name: "Bob", age: 41 },
    ]);
    expect(() => Model.parse({ name: "Ada" } as Person)).toThrow(ValidationError);
    await expect(Model.parseAsync({ name: 1, age: "x" } as unknown as Person)).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      message: expect.stringContaining("Person"),
    });
    await expect(backend.set("bad", { name: "Ada" } as Person, { model: Model })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      message: expect.stringContaining("$.age"),
      id: "bad",
    });
  });
});

const TRANSFORMS: readonly (readonly [library: string, schema: StandardSchemaV1<{ at: string }, { at: Date }>])[] = [
  [
    "Valibot",
    v.object({
      at: v.pipe(
        v.string(),
        v.transform((text) => new Date(text)),
      ),
    }),
  ],
  ["Zod", z.object({ at: z.string().transform((text) => new Date(text)) })],
  ["ArkType", type({ at: type("string").pipe((text) => new Date(text)) })],
];

describe.each(TRANSFORMS)("a transform of %s", (_, schema) => {
  test("needs an encode, and works with one", async () => {
    const registry = new ModelRegistry();
    await using backend = new MemoryBackend({ registry });
    const OneWay = registry.register("OneWay", schema);
    const data = { at: "2026-01-02T00:00:00.000Z" };
    await expect(backend.set("id", data, { model: OneWay })).rejects.toMatchObject({
      code: "NOT_ROUND_TRIPPABLE",
      path: ["at"],
    });
    const Both = registry.register("Both", schema, { encode: ({ at }) => ({ at: at.toISOString() }) });
    await backend.set("id", data, { model: Both });
    expect(await backend.get("id", Both)).toEqual({ at: new Date(data.at) });
  });
});

describe("an asynchronous schema", () => {
  const schema = v.objectAsync({
    n: v.pipeAsync(
      v.number(),
      v.checkAsync(async (n) => n > 0, "positive"),
    ),
  });

  test("parse is a TypeError that names parseAsync, and leaves no rejection behind", async () => {
    const Slow = new ModelRegistry().register("Slow", schema);
    expect(() => Slow.parse({ n: 1 })).toThrow(TypeError);
    expect(() => Slow.parse({ n: -1 })).toThrow(/parseAsync/);
    await new Promise(setImmediate);
  });

  test("parseAsync gives an instance that set recognises", async () => {
    const registry = new ModelRegistry();
    await using backend = new MemoryBackend({ registry });
    const Slow = registry.register("Slow", schema);
    await backend.set("id", await Slow.parseAsync({ n: 1 }));
    expect(await backend.get("id")).toEqual({ n: 1 });
    await expect(Slow.parseAsync({ n: -1 })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      issues: [{ message: "positive" }],
    });
  });

  test("among many, the first bad one in order is told, and no rejection is left behind", async () => {
    const registry = new ModelRegistry();
    await using backend = new MemoryBackend({ registry });
    const check = v.checkAsync(async (n: number) => {
      await new Promise((resolve) => setTimeout(resolve, n === -1 ? 20 : 1));
      return n > 0;
    });
    const Slow = registry.register("Slow", v.objectAsync({ n: v.pipeAsync(v.number(), check) }));
    const entries = [1, -1, -2, 3].map((n, i): [string, { n: number }] => [`id/${i}`, { n }]);
    await expect(backend.setMany(entries, { model: Slow })).rejects.toMatchObject({
      code: "VALIDATION_FAILED",
      id: "id/1",
    });
    expect(await backend.listIds()).toEqual([]);
  });
});

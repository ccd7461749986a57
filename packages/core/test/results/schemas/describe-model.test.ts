import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry } from "../../../src/index.ts";
import { internalContent } from "../../../src/records/internal-record.ts";
import { describeModel } from "../../../src/results/schemas/describe-model.ts";
import { keyOfSchema, readSchema, SCHEMAS, type StoredSchema } from "../../../src/results/schemas/stored-schema.ts";
import { QueuedMemory } from "../../support/queued-memory.ts";

const MODEL = { name: "M", version: 1, namespace: "n" };
const KEY = keyOfSchema(MODEL);
const registry = new ModelRegistry();
const numbers = registry.register("M", v.number());
/** Its schema has no JSON Schema. */
const untold = registry.register("U", {
  "~standard": { version: 1, vendor: "test", validate: (value) => ({ value }) },
});
const schemaOf = (inferred: boolean): StoredSchema => ({ ...MODEL, jsonSchema: { title: `${inferred}` }, inferred });

/** Describes models in one store, one after the other; returns for each whether it is described, and its description if it was written. */
function open() {
  const storage = new QueuedMemory();
  const describe = async (source: object): Promise<unknown[]> => {
    storage.written.length = 0;
    const isDescribed = await describeModel(storage, { ...MODEL, ids: [], ...source });
    const [found] = await storage.read(SCHEMAS, [KEY]);
    if (storage.written.length === 0 || !found) return [isDescribed];
    const { jsonSchema, inferred } = readSchema(storage, KEY, found);
    return [isDescribed, jsonSchema.title ?? jsonSchema.type, inferred];
  };
  const store = (key: string, more: object) =>
    storage.write("results", [
      { key, condition: "any", content: { ...internalContent("M", 1, 0), namespace: "n", ...more } },
    ]);
  return { storage, describe, store };
}

test("the schema of a model is written once, and replaces any other", async () => {
  const { describe } = open();
  expect(await describe({ schema: schemaOf(false) })).toEqual([true, "false", false]);
  expect(await describe({ model: numbers })).toEqual([true, "number", false]);
  expect(await describe({ model: numbers })).toEqual([true]);
  const other = open();
  expect(await other.describe({ schema: { ...schemaOf(true), jsonSchema: { type: "number" } } })).toEqual([
    true,
    "number",
    true,
  ]);
  expect(await other.describe({ model: numbers })).toEqual([true, "number", false]);
});

test("a copied schema only adds what is missing", async () => {
  const { describe } = open();
  expect(await describe({ schema: schemaOf(true) })).toEqual([true, "true", true]);
  expect(await describe({ schema: schemaOf(true) })).toEqual([true]);
  expect(await describe({ schema: schemaOf(false), model: untold })).toEqual([true, "false", false]);
  expect(await describe({ schema: schemaOf(false) })).toEqual([true]);
  expect(await describe({ schema: schemaOf(true) })).toEqual([true]);
});

test("a schema is inferred from the results that the model has written, if nothing else tells it", async () => {
  const { storage, describe, store } = open();
  expect(await describe({ ids: ["a"], model: untold })).toEqual([false]);
  const others = [{ modelName: "N" }, { version: 2 }, { namespace: "m" }];
  for (const [i, more] of others.entries()) await store(`${i}`, { data: "text", ...more });
  expect(await describe({ ids: ["0", "1", "2", "none"] })).toEqual([false]);
  await store("a", { data: true });
  expect(await describe({ ids: ["0", "1", "2", "none", "a"] })).toEqual([true, "boolean", true]);
  await store("b", { data: "text" });
  expect(await describe({ ids: ["b"] })).toEqual([true]);
  const read = storage.read.bind(storage);
  storage.read = async (space, keys) => (space === "results" ? [{ corrupt: "torn", revision: {} }] : read(space, keys));
  await storage.remove(SCHEMAS, [{ key: KEY, condition: "any" }]);
  expect(await describe({ ids: ["a"] })).toEqual([false]);
});

test("a damaged description is replaced", async () => {
  const { storage, describe } = open();
  await storage.write(SCHEMAS, [{ key: KEY, condition: "any", content: internalContent("M", { json_schema: 5 }, 0) }]);
  expect(await describe({ schema: schemaOf(true) })).toEqual([true, "true", true]);
});

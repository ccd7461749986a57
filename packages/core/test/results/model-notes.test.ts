import { once } from "node:events";
import { collect, expectCode } from "@results-manager/testing";
import * as v from "valibot";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ModelRegistry, ResultsFace, StorageError } from "../../src/index.ts";
import { keyOfSchema } from "../../src/results/schemas/stored-schema.ts";
import { MemoryStorage, type RecordWrite, type Space, type WriteOutcome } from "../../src/storage.ts";

/** Storage in memory that counts its writes of descriptions, and may refuse them. */
class WatchedStorage extends MemoryStorage {
  descriptions = 0;
  refuses = false;

  protected override writeRecords(space: Space, writes: readonly RecordWrite[], now: number): readonly WriteOutcome[] {
    if (space === "models") {
      this.descriptions += writes.length;
      if (this.refuses) throw new StorageError("The disk is on fire.");
    }
    return super.writeRecords(space, writes, now);
  }
}

let registry: ModelRegistry;
let storage: WatchedStorage;
let results: ResultsFace;

beforeEach(() => {
  registry = new ModelRegistry();
  storage = new WatchedStorage({ registry });
  results = new ResultsFace(storage);
});

afterEach(() => results.close());

test("a model is described once, however many calls write at once", async () => {
  const Count = registry.register("Count", v.number());
  const calls = Array.from({ length: 20 }, (_, i) => results.set(`a/${i}`, i, { model: Count }));
  const updates = Array.from({ length: 20 }, (_, i) => results.update(`b/${i}`, Count, () => i));
  await Promise.all([...calls, ...updates, results.setMany([["c", 1]], { model: Count })]);
  await results.set("d", 1, { model: Count });
  expect(await results.schemas()).toHaveLength(1);
  expect(storage.descriptions).toBe(1);
});

test("no write waits for the description of its model, but closing does", async () => {
  const setting = results.set("a", 1, { model: registry.register("Count", v.number()) });
  const closing = results.close();
  expect(await setting).toBe(true);
  expect(storage.descriptions).toBe(0);
  await closing;
  expect(storage.descriptions).toBe(1);
});

test("a model is described once the store is quiet", async () => {
  await results.set("a", 1, { model: registry.register("Count", v.number()) });
  await expect.poll(() => storage.descriptions).toBe(1);
});

test("a model is described within some seconds in a store that is never quiet", async () => {
  const Count = registry.register("Count", v.number());
  let isBusy = true;
  const write = async (i: number): Promise<void> => {
    for (; isBusy; i++) await results.set(`a/${i % 100}`, i, { model: Count, behavior: "overwrite" });
  };
  const writing = [0, 1, 2].map(write);
  await expect.poll(() => storage.descriptions, { timeout: 20_000 }).toBe(1);
  isBusy = false;
  await Promise.all(writing);
});

test("another face of the storage is told what was written", async () => {
  await results.set("a", 1, { model: registry.register("Count", v.number()) });
  const other = new ResultsFace(storage);
  expect(await other.schemas()).toMatchObject([{ name: "Count" }]);
  await other.close();
});

test("a storage that is closed before its faces takes no description, and says nothing", async () => {
  const warnings: unknown[] = [];
  const note = (warning: unknown) => void warnings.push(warning);
  process.on("warning", note);
  await results.set("a", 1, { model: registry.register("Count", v.number()) });
  await storage.close();
  await results.close();
  process.off("warning", note);
  expect([storage.descriptions, warnings]).toEqual([0, []]);
});

test("a description that cannot be written fails no write, and is told", async () => {
  storage.refuses = true;
  const warned = once(process, "warning");
  const Count = registry.register("Count", v.number());
  expect(await results.set("a", 1, { model: Count })).toBe(true);
  expect(await warned).toMatchObject([
    { code: "RESULTS_MANAGER_MODEL_NOT_DESCRIBED", message: expect.stringMatching(/'Count'.*on fire/) },
  ]);
  await results.set("b", 1, { model: Count });
  expect(await results.schemas()).toEqual([]);
  expect(storage.descriptions).toBe(1);
  registry.clearRegistry();
  expect(await collect(results.findIds("Count"))).toEqual(["a", "b"]);
});

test("a model whose results are gone before they tell a schema is described by the next write", async () => {
  const validate = (value: unknown) => ({ value });
  const Loss = registry.register("Loss", { "~standard": { version: 1, vendor: "test", validate } });
  await Promise.all([results.set("a", { n: 1 }, { model: Loss }), results.delete("a")]);
  expect(await results.schemas()).toEqual([]);
  await results.set("b", { n: 1 }, { model: Loss });
  expect(await results.schemas()).toMatchObject([{ name: "Loss", inferred: true }]);
});

test("a damaged description is an error of schemas, which the next writer repairs", async () => {
  const Count = registry.register("Count", v.number());
  const key = keyOfSchema({ name: "Count", version: 1, namespace: "default" });
  const time = new Date(0).toISOString();
  const frame = { modelName: "Count", namespace: "default", version: 1, createdAt: time, updatedAt: time };
  const content = { ...frame, data: { json_schema: 5 }, types: undefined, expiresAt: undefined };
  await storage.write("models", [{ key, condition: "any", content }]);
  const { message } = await expectCode(results.schemas(), "CORRUPT_RECORD");
  expect(message).toContain("no result is lost");
  await results.set("a", 1, { model: Count });
  expect(await results.schemas()).toMatchObject([{ name: "Count", inferred: false }]);
});

test("schemas that an import gets are checked before it writes", async () => {
  const good = { name: "Count", version: 1, namespace: "n", jsonSchema: {}, inferred: false };
  for (const schemas of [5, [5], [{ ...good, name: "" }], [{ ...good, jsonSchema: 1n }], [{ ...good, version: "1" }]]) {
    await expect(results.importRecords([], { schemas: schemas as never })).rejects.toThrow(TypeError);
  }
});

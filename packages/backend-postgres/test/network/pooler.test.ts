import { CacheFace, ModelRegistry, ResultsFace } from "@results-manager/core";
import { describeStorage } from "@results-manager/testing";
import { number } from "valibot";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { PostgresStorage } from "../../src/index.ts";
import { damage, inNewSchema } from "../new-schema.ts";
import { TransactionPooler } from "./transaction-pooler.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
let pooler: TransactionPooler;

beforeAll(async () => {
  pooler = await TransactionPooler.to(inject("postgresUrl"), 3);
});

afterAll(() => pooler[Symbol.asyncDispose]());

describeStorage({
  name: "PostgresStorage through a pooler in transaction mode",
  properties: { runs: 5 },
  open: async (context) => {
    const store = inNewSchema((schema) => new PostgresStorage(pooler.url, { ...context, schema, prepare: false }));
    return { ...store, storage: store.open(), corrupt: (key) => damage(store.schema, "results", key) };
  },
});

test("counters and computations of several stores are exact through a pooler", async () => {
  const store = inNewSchema((schema) => new PostgresStorage(pooler.url, { registry, schema, prepare: false }));
  const storages = [store.open(), store.open(), store.open()];
  let computed = 0;
  const work = async (storage: PostgresStorage): Promise<number> => {
    const cache = new CacheFace(storage);
    await Promise.all(Array.from({ length: 20 }, () => cache.incr("n")));
    const results = new ResultsFace(storage);
    for (let i = 0; i < 10; i++) await results.update("n", Count, (n = 0) => n + 1);
    return results.getOrCompute("a", Count, () => ++computed);
  };
  expect(await Promise.all(storages.map(work))).toEqual([1, 1, 1]);
  expect(await new CacheFace(storages[0] as PostgresStorage).getValue("n")).toBe(60);
  expect(await new ResultsFace(storages[0] as PostgresStorage).get("n", Count)).toBe(30);
  await store.dispose();
});

test("prepared statements fail through a pooler, and the message says what to do", async () => {
  const store = inNewSchema((schema) => new PostgresStorage(pooler.url, { registry, schema }));
  const results = new ResultsFace(store.open());
  const many = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await results.set(`${i}`, i, { model: Count });
  };
  await expect(many()).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    message: expect.stringContaining("prepare: false"),
  });
  await store.dispose();
});

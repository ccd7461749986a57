import { CacheFace, ModelRegistry, ResultsFace } from "@results-manager/core";
import { number } from "valibot";
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject, test } from "vitest";
import { PostgresStorage } from "../../src/index.ts";
import { inNewSchema, type NewSchema } from "../new-schema.ts";
import { CuttingProxy } from "./cutting-proxy.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const IDS = Array.from({ length: 10_000 }, (_, i) => `id/${i}`);
let proxy: CuttingProxy;
let schema: NewSchema<PostgresStorage>;
let storage: PostgresStorage;

beforeAll(async () => {
  // A request and its answer take 2 ms together, so that what can be sent at once is.
  proxy = await CuttingProxy.to(inject("postgresUrl"), { delayMs: 1 });
});

afterAll(() => proxy[Symbol.asyncDispose]());

beforeEach(() => {
  schema = inNewSchema((name) => new PostgresStorage(proxy.url, { schema: name, registry }));
  storage = schema.open();
});

afterEach(() => schema.dispose());

/** Number of round trips of some work, on connections that are open. */
async function tripsOf(work: () => Promise<unknown>): Promise<number> {
  const before = proxy.trips;
  await work();
  return proxy.trips - before;
}

/** Waits until the model is described, which would otherwise be done beside the work that is counted. */
async function described(results: ResultsFace): Promise<void> {
  await results.schemas();
}

test("10,000 sets, gets and deletes in one turn take at most 20 round trips each", async () => {
  const results = new ResultsFace(storage);
  const calls: Readonly<Record<string, (id: string, i: number) => Promise<unknown>>> = {
    set: (id, i) => results.set(id, i, { model: Count }),
    get: (id) => results.get(id, Count),
    skip: (id, i) => results.set(id, i, { model: Count, behavior: "skip_if_exists" }),
    exists: (id) => results.exists(id),
    delete: (id) => results.delete(id),
  };
  await results.set("first", 1, { model: Count });
  await described(results);
  await Promise.all(Array.from({ length: 8 }, () => storage.read("results", ["none"])));
  for (const [name, call] of Object.entries(calls)) {
    const trips = await tripsOf(() => Promise.all(IDS.map(call)));
    expect(trips, name).toBeLessThanOrEqual(20);
  }
});

test("10,000 ids are listed in three round trips", async () => {
  const results = new ResultsFace(storage);
  await results.setMany(
    IDS.map((id, i) => [id, i]),
    { model: Count },
  );
  await described(results);
  let ids: readonly string[] = [];
  expect(await tripsOf(async () => (ids = await results.listIds()))).toBeLessThanOrEqual(3);
  expect(ids).toEqual(IDS.toSorted());
});

test("after a batch that existed, records are looked up before they are sent", async () => {
  const results = new ResultsFace(storage);
  const entries = IDS.slice(0, 500).map((id, i) => [id, i] as const);
  await results.setMany(entries, { model: Count });
  await described(results);
  const skip = (some = entries) => results.setMany(some, { model: Count, behavior: "skip_if_exists" });
  expect(await tripsOf(skip)).toBe(2);
  expect(await tripsOf(skip)).toBe(1);
  const more = [...entries, ["new", 1] as const, ["newer", 2] as const];
  expect(await skip(more)).toEqual([...entries.map(() => false), true, true]);
  expect(await results.getMany(["new", "newer"], Count)).toEqual([1, 2]);
});

test("a call takes as few round trips as it can", async () => {
  const results = new ResultsFace(storage);
  const cache = new CacheFace(storage);
  await results.set("n", 0, { model: Count });
  await described(results);
  await cache.incr("n");
  expect(await tripsOf(() => results.get("n", Count))).toBe(1);
  expect(await tripsOf(() => results.set("other", 1, { model: Count }))).toBe(1);
  expect(await tripsOf(() => results.update("n", Count, (n = 0) => n + 1))).toBe(2);
  expect(await tripsOf(() => results.delete("n"))).toBe(2);
  expect(await tripsOf(() => cache.incr("n"))).toBe(2);
  expect(await tripsOf(() => results.listIds())).toBe(1);
});

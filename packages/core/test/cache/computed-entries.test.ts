import { deferred } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { CacheFace, ModelRegistry } from "../../src/index.ts";
import { MemoryStorage } from "../../src/storage.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const model = new ModelRegistry().register("Count", v.object({ n: v.number() }));
const STORAGES = [
  ["synchronous", MemoryStorage],
  ["queued", QueuedMemory],
] as const;
const counted = async (cache: CacheFace): Promise<unknown> => {
  const { hits, misses, sets } = await cache.stats();
  return { hits, misses, sets };
};

test.for(STORAGES)("%s: a value is computed once, and every caller gets a copy", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  const compute = () => cache.getOrCompute("a", () => ({ list: [1] })) as Promise<{ list: number[] }>;
  const values = [...(await Promise.all([compute(), compute(), compute()])), await compute()];
  for (const value of values) value.list.push(2);
  expect(await compute()).toEqual({ list: [1] });
  expect(await counted(cache)).toEqual({ hits: 2, misses: 3, sets: 1 });
});

test.for(STORAGES)("%s: a stored value is found, by callers together too", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  await cache.setValue("a", [1]);
  const compute = () => cache.getOrCompute("a", () => expect.fail()) as Promise<number[]>;
  for (const value of await Promise.all([compute(), compute()])) value.push(2);
  expect(await compute()).toEqual([1]);
  expect(await counted(cache)).toEqual({ hits: 3, misses: 0, sets: 1 });
});

test.for(STORAGES)(
  "%s: a value that does not fit the model counts as missing, and is replaced",
  async ([, Storage]) => {
    await using cache = new CacheFace(new Storage());
    await cache.setValue("a", { n: "x" });
    expect(await cache.getOrCompute("a", model, () => ({ n: 1 }))).toEqual({ n: 1 });
    expect(await counted(cache)).toEqual({ hits: 0, misses: 1, sets: 2 });
    expect(await cache.getOrCompute("a", model, () => expect.fail())).toEqual({ n: 1 });
    expect(await counted(cache)).toEqual({ hits: 1, misses: 1, sets: 2 });
  },
);

test.for(STORAGES)("%s: a value that is set during the computation is kept", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  const compute = async () => {
    await cache.setValue("a", "set");
    return "computed";
  };
  expect(await cache.getOrCompute("a", compute)).toBe("set");
  expect(await counted(cache)).toEqual({ hits: 0, misses: 1, sets: 1 });
});

test.for(STORAGES)("%s: if that does not fit, its caller gets what was computed", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  const compute = async () => {
    await cache.setValue("a", "set");
    return { n: 1 };
  };
  expect(await cache.getOrCompute("a", model, compute)).toEqual({ n: 1 });
  expect(await cache.getValue("a")).toBe("set");
});

test("a computation that keeps a value which another caller refuses is followed by one of that caller", async () => {
  await using cache = new CacheFace(new MemoryStorage());
  const ended = deferred<string>();
  const first = cache.getOrCompute("a", () => ended.promise);
  await new Promise(setImmediate);
  await cache.setValue("a", "set");
  const second = cache.getOrCompute("a", model, () => ({ n: 2 }));
  ended.resolve("computed");
  expect(await Promise.all([first, second])).toEqual(["set", { n: 2 }]);
  expect(await cache.getValue("a")).toEqual({ n: 2 });
});

test("a computed value is not shared with the store", async () => {
  await using cache = new CacheFace(new MemoryStorage());
  const value = (await cache.getOrCompute("a", model, () => ({ n: 1 }))) as { n: number };
  value.n = 2;
  expect(await cache.getValue("a")).toEqual({ n: 1 });
});

test.for(STORAGES)("%s: a value has its tags and its time to live", async ([, Storage]) => {
  await using cache = new CacheFace(new Storage());
  const compute = (n: number) => cache.getOrCompute("a", () => n, { tags: ["t"], ttlSeconds: 60 });
  expect([await compute(1), await compute(2)]).toEqual([1, 1]);
  await cache.invalidateTag("t");
  expect([await compute(3), await compute(4)]).toEqual([3, 3]);
});

test("an invalidation during a computation makes those that began later compute again", async () => {
  await using cache = new CacheFace(new QueuedMemory());
  const ended = deferred<number>();
  const first = cache.getOrCompute("a", () => ended.promise, { tags: ["t"] });
  await new Promise((resolve) => setTimeout(resolve, 5));
  await cache.invalidateTag("t");
  const second = cache.getOrCompute("a", () => 2, { tags: ["t"] });
  ended.resolve(1);
  expect(await Promise.all([first, second])).toEqual([1, 2]);
});

test("a failed computation stores nothing, and is not counted as a write", async () => {
  await using cache = new CacheFace(new QueuedMemory());
  await expect(cache.getOrCompute("a", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect([await cache.exists("a"), await counted(cache)]).toEqual([false, { hits: 0, misses: 1, sets: 0 }]);
});

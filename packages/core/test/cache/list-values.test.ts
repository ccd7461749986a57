import { collect, ManualClock } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { entryOf } from "../../src/cache/entry.ts";
import { listValues } from "../../src/cache/list-values.ts";
import { CacheFace, ModelRegistry, StorageError } from "../../src/index.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";

const model = new ModelRegistry().register("Count", v.number());

/** Fills a cache, and makes functions that list its entries. */
async function open(entries: readonly (readonly [key: string, value: unknown, options?: object])[]) {
  const clock = new ManualClock();
  const cache = new CacheFace(new DamageableStorage({ clock }));
  for (const [key, value, options] of entries) await cache.setValue(key, value, options);
  const access = StorageAccess.to(cache.storage, "cache");
  const listed = (options?: object, prefix?: string) => listValues(access, prefix, options as never);
  const list = (options?: object, prefix?: string) => collect(listed(options, prefix));
  const summary = async (options?: object, prefix?: string): Promise<unknown[]> =>
    (await list(options, prefix)).map(({ key, value, error }) =>
      error ? `${key}: ${(error as { code?: string }).code}` : value,
    );
  return { clock, cache, listed, list, summary };
}
const misfits = [
  ["a", 1],
  ["b", "x"],
  ["c", 3],
  ["d", "y"],
  ["e", 5],
] as const;

test("entries are listed with their values, times to live and write times", async () => {
  const { clock, list } = await open([
    ["a", { n: [1] }],
    ["b", 2, { ttlSeconds: 3 }],
  ]);
  const updatedAt = new Date(clock.now());
  clock.advance(1);
  expect(await list()).toEqual([
    { key: "a", value: { n: [1] }, ttlSeconds: undefined, updatedAt },
    { key: "b", value: 2, ttlSeconds: 2, updatedAt },
  ]);
  const [first] = (await list()) as { value: { n: number[] } }[];
  first?.value.n.push(2);
  expect(await list({ limit: 1 })).toMatchObject([{ value: { n: [1] } }]);
});

test("a range, a prefix and a limit are kept", async () => {
  const { summary } = await open([
    ["a", 1],
    ["b", 2],
    ["ba", 3],
    ["c", 4],
  ]);
  expect(await summary({ after: "a", before: "c" })).toEqual([2, 3]);
  expect(await summary({}, "b")).toEqual([2, 3]);
  expect(await Promise.all([0, 1, 3, 9].map((limit) => summary({ limit })))).toEqual([
    [],
    [1],
    [1, 2, 3],
    [1, 2, 3, 4],
  ]);
});

test("expired and invalidated entries are left out", async () => {
  const { clock, cache, summary } = await open([
    ["a", 1, { tags: ["t"] }],
    ["b", 2, { tags: ["u"] }],
    ["c", 3, { ttlSeconds: 1 }],
    ["d", 4],
  ]);
  await cache.invalidateTag("t");
  expect(await summary()).toEqual([2, 3, 4]);
  clock.advance(1);
  expect(await summary({ limit: 2 })).toEqual([2, 4]);
});

test("an entry that expires while it is listed is left out", async () => {
  const { clock, listed } = await open([
    ["a", 1],
    ["b", 2, { ttlSeconds: 1 }],
  ]);
  const keys: string[] = [];
  for await (const { key } of listed()) {
    keys.push(key);
    clock.advance(2);
  }
  expect(keys).toEqual(["a"]);
});

test("an entry that does not fit is an error at the end, left out, or listed as one", async () => {
  const { list, listed, summary } = await open(misfits);
  const values: unknown[] = [];
  const listing = async (): Promise<void> => {
    for await (const { value } of listed({ model })) values.push(value);
  };
  await expect(listing()).rejects.toThrow(/Cache entry 'b'.*Other records failed too: 'd'/s);
  expect(values).toEqual([1, 3, 5]);
  expect(await summary({ model, onError: "skip" })).toEqual([1, 3, 5]);
  expect(await summary({ model, onError: "yield" })).toEqual([1, "b: VALIDATION_FAILED", 3, "d: VALIDATION_FAILED", 5]);
  expect(await summary({ model, onError: "yield", limit: 2 })).toEqual([1, "b: VALIDATION_FAILED"]);
  expect(await summary({ model, onError: "skip", limit: 2 })).toEqual([1, 3]);
  await expect(list({ model, limit: 2 })).rejects.toThrow("'b'");
  expect(await summary({ model, limit: 1 })).toEqual([1]);
});

test("an entry that cannot be read is an error, whether it is current or not", async () => {
  const { cache, summary } = await open(misfits);
  await cache.setValue("b", 2, { tags: ["t"] });
  await cache.invalidateTag("t");
  const read = cache.storage.read.bind(cache.storage);
  cache.storage.read = async (space, keys) => {
    if (keys.includes("c")) throw new StorageError("unreadable", { id: "c" });
    return read(space, keys);
  };
  expect(await summary({ onError: "yield" })).toEqual([1, "c: STORAGE_FAILED", "y", 5]);
});

test("an error that is none of an entry ends the listing", async () => {
  const { cache, list } = await open(misfits);
  const content = { ...entryOf("a", 1, { now: 0, expiresAt: undefined }), types: "Date" };
  await cache.storage.write("cache", [{ key: "a", condition: "any", content }]);
  expect(await list({ onError: "yield", limit: 1 })).toMatchObject([{ key: "a", error: { code: "CORRUPT_RECORD" } }]);
  cache.storage.locate = () => {
    throw new Error("no place");
  };
  await expect(list({ onError: "yield" })).rejects.toThrow("no place");
});

test("options are checked, and a signal ends the listing", async () => {
  const { list } = await open(misfits);
  await expect(list({ onErr: 1 })).rejects.toThrow("Unknown option 'onErr' of entries.");
  await expect(list({ model: 5 })).rejects.toThrow(TypeError);
  await expect(list({ onError: 5 })).rejects.toThrow(TypeError);
  await expect(list({ signal: AbortSignal.abort(new Error("stop")) })).rejects.toThrow("stop");
});

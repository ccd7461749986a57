import { collect, ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { listEntries, measureEntries } from "../../src/cache/list-entries.ts";
import { CacheFace } from "../../src/index.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import type { ScanRange, Space } from "../../src/storage.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

/** Memory that yields two keys a page, and records the limits of its scans of entries. */
class PagedMemory extends QueuedMemory {
  readonly limits: unknown[] = [];

  protected override *scanKeys(space: Space, range: ScanRange, now: number): Generator<readonly string[]> {
    if (space === "cache") this.limits.push(range.limit);
    for (const page of super.scanKeys(space, range, now))
      for (let i = 0; i < page.length; i += 2) yield page.slice(i, i + 2);
  }
}

async function open(keys: string, tagged = "") {
  const clock = new ManualClock();
  const storage = new PagedMemory({ clock });
  const cache = new CacheFace(storage);
  for (const key of keys) await cache.setValue(key, 1, { ttlSeconds: 1 });
  for (const key of tagged) await cache.setValue(key, 1, { tags: [key] });
  const access = StorageAccess.to(storage, "cache");
  const list = async (range?: object, prefix?: string): Promise<string> =>
    (await collect(listEntries(access, prefix, range as never))).join("");
  return { clock, storage, cache, list };
}

test("keys are listed up to the limit, which the medium gets if no key is left out", async () => {
  const { storage, list } = await open("abcdef");
  const limited = async (range: object, prefix?: string): Promise<[string, unknown[]]> => [
    await list(range, prefix),
    storage.limits.splice(0),
  ];
  expect(await limited({})).toEqual(["abcdef", [undefined]]);
  expect(await limited({ limit: 3 })).toEqual(["abc", [3]]);
  expect(await limited({ limit: 2 })).toEqual(["ab", [2]]);
  expect(await limited({ limit: 1, after: "b" })).toEqual(["c", [1]]);
  expect(await limited({ limit: 1, before: "c" })).toEqual(["a", [undefined]]);
  expect(await limited({ before: "d" })).toEqual(["abc", [undefined]]);
  expect(await limited({ limit: 0 })).toEqual(["", []]);
  expect(await limited({ limit: 3 }, "d")).toEqual(["d", [3]]);
});

test("invalidated entries are left out, and do not count", async () => {
  const { cache, storage, list } = await open("", "abcde");
  storage.limits.length = 0;
  expect([await list(), await list({ limit: 2 }), storage.limits]).toEqual(["abcde", "ab", [undefined, undefined]]);
  await cache.invalidateTag("a");
  await cache.invalidateTag("c");
  expect([await list(), await list({ limit: 2 })]).toEqual(["bde", "bd"]);
  storage.reads.length = 0;
  expect(await list({ limit: 1 })).toBe("b");
  expect(storage.reads.filter((read) => read.startsWith("cache "))).toEqual(["cache a,b"]);
});

test("without tags no entry is read", async () => {
  const { storage, list } = await open("abc");
  storage.reads.length = 0;
  expect([await list(), storage.reads]).toEqual(["abc", []]);
});

test("arguments are checked at the first key", async () => {
  const { list } = await open("a");
  await expect(list({ limt: 1 })).rejects.toThrow("Unknown option 'limt' of keys.");
  await expect(list({ limit: -1 })).rejects.toThrow(RangeError);
});

test("a store is measured with its expired entries", async () => {
  const { clock, storage } = await open("abc", "de");
  const bytes = (await collect(storage.uses("cache"))).flat().reduce((sum, use) => sum + use.bytes, 0);
  expect(bytes).toBeGreaterThan(0);
  expect(await measureEntries(storage)).toEqual({ entries: 5, bytes, expired: 0 });
  clock.advance(1);
  expect(await measureEntries(storage)).toEqual({ entries: 5, bytes, expired: 3 });
  expect(await measureEntries(new PagedMemory())).toEqual({ entries: 0, bytes: 0, expired: 0 });
});

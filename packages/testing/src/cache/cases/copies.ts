import { type CacheRecord, MemoryCache } from "@results-manager/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { CacheSuite, OpenedCache } from "../opened-cache.ts";

const VALUE = { when: new Date(0), list: [1n, undefined, -0], bytes: new Uint8Array([1, 2]) };

/** `copyTo`, `exportRecords` and `importRecords`. */
export function copyCases(suite: CacheSuite): void {
  suite.asynchronous("copies have the values, the rest of the lifetimes and the tags", async (opened) => {
    const { cache, clock } = opened;
    await using first = memory(opened);
    await first.setValue("a/value", VALUE);
    await first.setValue("a/short", 1, { ttlSeconds: 10 });
    await first.setValue("tagged", { n: 2 }, { tags: ["x", "y"] });
    await first.setValue("invalid", 3, { tags: ["z"] });
    await first.invalidateTag("z");
    await first.setValue("gone", 4, { ttlSeconds: 1 });
    clock.advance(5);
    const progress: unknown[] = [];
    expect(await first.copyTo(cache, { onProgress: (each) => progress.push(each) })).toEqual({ copied: 3, skipped: 0 });
    expect(progress.at(-1)).toMatchObject({ done: 3 });
    await using last = memory(opened);
    expect(await cache.copyTo(last)).toEqual({ copied: 3, skipped: 0 });
    for (const copy of [cache, last]) {
      expect(await collect(copy.keys())).toEqual(["a/short", "a/value", "tagged"]);
      expectSame(await copy.getValue("a/value"), VALUE);
      expect(await copy.getValue("tagged")).toEqual({ n: 2 });
      await copy.invalidateTag("y");
      expect(await copy.getValue("tagged")).toBeUndefined();
    }
    expect(await first.getValue("tagged")).toEqual({ n: 2 });
    clock.advance(5);
    expect(await cache.multiGetValues(["a/short", "a/value"])).toMatchObject([undefined, {}]);
    expect(await last.getValue("a/short")).toBeUndefined();
    await using part = memory(opened);
    expect(await cache.copyTo(part, { prefix: "a/" })).toEqual({ copied: 1, skipped: 0 });
  });

  suite.asynchronous(
    "an import replaces entries, and leaves out those that have expired on the way",
    async (opened) => {
      const { cache, clock } = opened;
      await cache.setValue("a", 1, { ttlSeconds: 1 });
      await cache.setValue("b", 2);
      const records = (await collect(cache.exportRecords())).flat();
      await cache.setValue("b", 3, { tags: ["t"] });
      clock.advance(1);
      expect(await cache.importRecords(records)).toEqual([false, true]);
      expect(await cache.multiGetValues(["a", "b"])).toEqual([undefined, 2]);
    },
  );

  suite.asynchronous("invalid records are refused before anything is stored, or skipped", async ({ cache }) => {
    await cache.setValue("a", 1);
    const [record] = (await collect(cache.exportRecords())).flat() as [CacheRecord];
    await cache.delete("a");
    const invalid = [
      { ...record, key: "" },
      { ...record, key: "b", data: new Uint8Array(1) },
      { ...record, key: "b", tags: [""] },
      { ...record, key: "b", version: 0 },
      undefined as unknown as CacheRecord,
    ];
    for (const each of invalid) await expect(cache.importRecords([record, each])).rejects.toThrow();
    expect(await cache.exists("a")).toBe(false);
    const failed: string[] = [];
    const stored = await cache.importRecords([record, ...invalid], { onError: (key) => failed.push(key) });
    expect(stored).toEqual([true, false, false, false, false, false]);
    expect(failed).toEqual(["", "b", "b", "b", ""]);
    await expectClass(cache.copyTo({} as typeof cache), TypeError);
    await expectClass(cache.importRecords([], { onEror: "skip" } as object), TypeError);
  });

  suite.corrupt("a damaged entry does not stop a copy", async (opened) => {
    const { cache, corrupt } = opened;
    await cache.multiSetValues([
      ["a", 1],
      ["b", 2],
      ["c", 3],
    ]);
    await corrupt("b");
    await using copy = memory(opened);
    expect((await expectCode(cache.copyTo(copy), "CORRUPT_RECORD")).id).toBe("b");
    expect(await collect(copy.keys())).toEqual(["a", "c"]);
    expect(await cache.copyTo(copy, { onError: "skip" })).toEqual({ copied: 2, skipped: 0, failed: ["b"] });
    await expectCode(collect(cache.exportRecords()), "CORRUPT_RECORD");
    expect((await collect(cache.exportRecords(undefined, { onError: "skip" }))).flat()).toHaveLength(2);
  });

  suite.asynchronous("copies of a closed cache are BACKEND_CLOSED", async (opened) => {
    const { cache } = opened;
    await using copy = memory(opened);
    await cache.close();
    await expectCode(cache.copyTo(copy), "BACKEND_CLOSED");
    await expectCode(cache.importRecords([]), "BACKEND_CLOSED");
    await expectCode(collect(cache.exportRecords()), "BACKEND_CLOSED");
  });
}

function memory({ registry, clock }: OpenedCache): MemoryCache {
  return new MemoryCache({ registry, clock });
}

import { type AsyncCacheBackend, type CacheRange, isResultsError } from "@results-manager/core";
import { sortByCodePoint } from "@results-manager/core/storage";
import fc from "fast-check";
import { number, object } from "valibot";
import { assert, expect } from "vitest";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Listings of keys by range, and of entries with their values. */
export function entryCases(suite: CacheSuite): void {
  suite.asynchronous("keys are listed by range", async ({ cache }) => {
    const keys = ["a", "a/1", "a/2", "b", "\ue000", "\u{10000}"];
    await cache.multiSetValues(keys.map((key, i) => [key, i]));
    const list = (prefix?: string, range?: CacheRange) => collect(cache.keys(prefix, range));
    expect(await list(undefined, { after: "a/1" })).toEqual(keys.slice(2));
    expect(await list(undefined, { before: "b" })).toEqual(keys.slice(0, 3));
    expect(await list("a", { after: "a", before: "a/2" })).toEqual(["a/1"]);
    expect(await list(undefined, { after: "b", limit: 1 })).toEqual(["\ue000"]);
    expect(await list(undefined, { limit: 0 })).toEqual([]);
    expect(await list("a", { after: "z" })).toEqual([]);
  });

  suite.asynchronous("entries give values and the rest of their time", async ({ cache, clock }) => {
    await cache.setValue("a", { when: new Date(5), big: 1n }, { ttlSeconds: 60, tags: ["t"] });
    await cache.setValue("b", null);
    await cache.setValue("c", 1, { ttlSeconds: 10 });
    await cache.setValue("d", 1, { tags: ["gone"] });
    await cache.invalidateTag("gone");
    clock.advance(20);
    const before = await cache.stats();
    const updatedAt = new Date(clock.now() - 20_000);
    expect(await collect(cache.entries())).toEqual([
      { key: "a", value: { when: new Date(5), big: 1n }, ttlSeconds: 40, updatedAt },
      { key: "b", value: null, ttlSeconds: undefined, updatedAt },
    ]);
    expect((await cache.stats()).hits).toBe(before.hits);
    expect((await collect(cache.entries("", { limit: 1 }))).map(({ key }) => key)).toEqual(["a"]);
  });

  suite.asynchronous("an entry that does not fit the model does not hide the others", async ({ cache, registry }) => {
    const N = registry.register("N", object({ n: number() }));
    await cache.multiSetValues([
      ["a", { n: 1 }],
      ["b", { n: "one" }],
      ["c", { n: 3 }],
    ]);
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { key, value } of cache.entries(undefined, { model: N })) seen.push(`${key}${value.n}`);
    })();
    await expectCode(reading, "VALIDATION_FAILED");
    expect(seen).toEqual(["a1", "c3"]);
    const failed: string[] = [];
    const onError = (key: string): void => void failed.push(key);
    expect(await collect(cache.entries(undefined, { model: N, onError }))).toHaveLength(2);
    expect(failed).toEqual(["b"]);
    const [, second] = await collect(cache.entries(undefined, { model: N, onError: "yield" }));
    assert(second?.error);
    expect([second.key, isResultsError(second.error, "VALIDATION_FAILED")]).toEqual(["b", true]);
  });

  suite.asynchronous("property: a range is a filter over the sorted keys", async ({ cache, properties }) => {
    const key = fc.string({ unit: fc.constantFrom("a", "b", "/", "\ue000", "\u{10000}"), minLength: 1, maxLength: 3 });
    const range = fc.record({ after: key, before: key, limit: fc.nat({ max: 4 }) }, { requiredKeys: [] });
    const prefix = fc.option(key, { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(key, { maxLength: 8 }), prefix, range, async (keys, startsWith, each) => {
        await cache.clear();
        await cache.multiSetValues(keys.map((one, i) => [one, i]));
        const expected = sortByCodePoint([...keys])
          .filter((one) => one.startsWith(startsWith ?? ""))
          .filter((one) => each.after === undefined || isBefore(each.after, one))
          .filter((one) => each.before === undefined || isBefore(one, each.before))
          .slice(0, each.limit);
        expect(await collect(cache.keys(startsWith, each))).toEqual(expected);
        const entries = await collect(cache.entries(startsWith, each));
        expect(entries.map((entry) => [entry.key, entry.value])).toEqual(
          expected.map((one) => [one, keys.indexOf(one)]),
        );
      }),
      { numRuns: properties.runs, seed: properties.seed },
    );
  });

  suite.asynchronous("wrong ranges are refused", async ({ cache }) => {
    const wrong = (options: object): Promise<unknown> => collect(cache.entries(undefined, options));
    await expectClass(wrong({ limit: -1 }), RangeError);
    await expectClass(wrong({ limt: 1 }), TypeError);
    await expectClass(wrong({ onError: "ignore" }), TypeError);
    await expectCode(wrong({ after: "\ud800" }), "INVALID_KEY");
    await expectClass(collect((cache as AsyncCacheBackend).keys(undefined, { from: "a" } as never)), TypeError);
  });
}

function isBefore(a: string, b: string): boolean {
  return a !== b && sortByCodePoint([a, b])[0] === a;
}

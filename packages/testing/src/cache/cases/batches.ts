import { expect } from "vitest";
import { expectClass } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Calls with several keys. */
export function batchCases(suite: CacheSuite): void {
  suite.case("multiGetValues returns one value for each key, in their order", async ({ cache }) => {
    await cache.multiSetValues(
      new Map<string, unknown>([
        ["a", 1],
        ["b", null],
        ["c", { d: [2] }],
      ]),
    );
    expectSame(await cache.multiGetValues(["c", "missing", "a", "b", "c"]), [
      { d: [2] },
      undefined,
      1,
      null,
      { d: [2] },
    ]);
    expectSame(await cache.multiGetValues([]), []);
  });

  suite.case("multiSetValues stores the last of equal keys, and applies a ttl to all", async ({ cache, clock }) => {
    await cache.multiSetValues([
      ["a", 1],
      ["b", 1],
      ["a", 2],
    ]);
    expectSame(await cache.multiGetValues(["a", "b"]), [2, 1]);
    await cache.multiSetValues(
      [
        ["a", 3],
        ["c", 3],
      ],
      { ttlSeconds: 10 },
    );
    clock.advance(10);
    expectSame(await cache.multiGetValues(["a", "b", "c"]), [undefined, 1, undefined]);
    await cache.multiSetValues([]);
  });

  suite.case("deleteMany counts each existing key once", async ({ cache, clock }) => {
    await cache.multiSetValues([
      ["a", 1],
      ["b", 1],
    ]);
    await cache.setValue("gone", 1, { ttlSeconds: 1 });
    clock.advance(1);
    expect(await cache.deleteMany(["a", "a", "missing", "gone", "b"])).toBe(2);
    expect(await cache.deleteMany([])).toBe(0);
    expect(await cache.delete("a")).toBe(0);
    await cache.setValue("a", null);
    expect(await cache.delete("a")).toBe(1);
  });

  suite.case("one call takes thousands of keys", async ({ cache }) => {
    const keys = Array.from({ length: 2500 }, (_, i) => `key/${i}`);
    await cache.multiSetValues(keys.map((key, i) => [key, i]));
    expect(await cache.multiGetValues(keys)).toEqual(keys.map((_, i) => i));
    expect(await cache.deleteMany(keys)).toBe(2500);
  });

  suite.always("invalid options are refused", async ({ cache, models: { Person } }) => {
    for (const ttlSeconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      await expectClass(cache.setValue("a", 1, { ttlSeconds }), RangeError);
      await expectClass(cache.multiSetValues([["a", 1]], { ttlSeconds }), RangeError);
      await expectClass(cache.touch("a", ttlSeconds), RangeError);
      await expectClass(
        cache.getOrCompute("a", () => 1, { ttlSeconds }),
        RangeError,
      );
    }
    await expectClass(cache.setValue("a", 1, { ttlSeconds: "1" as unknown as number }), TypeError);
    await expectClass(cache.touch("a", undefined as unknown as number), TypeError);
    await expectClass(cache.setValue("a", 1, { tags: "tag" as unknown as string[] }), TypeError);
    await expectClass(cache.getOrCompute("a", 1 as unknown as () => number), TypeError);
    await expectClass(cache.getValue("a", { model: Person.schema as unknown as typeof Person }), TypeError);
    expect(await cache.exists("a")).toBe(false);
  });

  suite.always("anything but a list of keys or pairs is refused", async ({ cache }) => {
    await cache.setValue("a", 1);
    const stored = await cache.getValue("a");
    for (const none of ["ab", { a: 2 }, { length: 1 }, 1, null, undefined]) {
      await expectClass(cache.multiGetValues(none as unknown as string[]), TypeError);
      await expectClass(cache.deleteMany(none as unknown as string[]), TypeError);
      await expectClass(cache.multiSetValues(none as unknown as [string, unknown][]), TypeError);
    }
    for (const pair of ["bc", 5, null, { key: "b" }])
      await expectClass(cache.multiSetValues([["a", 3], pair as unknown as [string, unknown]]), TypeError);
    expect(await cache.multiGetValues(["a", "b"])).toEqual([stored, undefined]);
  });
}

import fc from "fast-check";
import { expect } from "vitest";
import { valueArbitrary } from "../../arbitraries/values.ts";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { foreignValues } from "../../foreign-values.ts";
import { ODD_VALUES } from "../../odd-values.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Values that can be stored, and are read as they were written. */
export function valueCases(suite: CacheSuite): void {
  suite.always("a missing key is undefined", async ({ cache }) => {
    expect(await cache.getValue("key")).toBeUndefined();
    expect(await cache.exists("key")).toBe(false);
  });

  suite.case("the last value written is read, even if it is null", async ({ cache }) => {
    for (const value of [null, false, 0, "", [], {}, { a: [1, { b: null }] }, "text", 1.5]) {
      await cache.setValue("key", value);
      expectSame(await cache.getValue("key"), value);
      expect(await cache.exists("key")).toBe(true);
    }
  });

  suite.case("random values are read as they were written", async ({ cache, properties }) => {
    const some = valueArbitrary().filter((value) => value !== undefined);
    await fc.assert(
      fc.asyncProperty(some, fc.boolean(), async (value, isTagged) => {
        await cache.setValue("key", value, isTagged ? { tags: ["tag"] } : {});
        expectSame(await cache.getValue("key"), value);
      }),
      { seed: properties.seed, numRuns: properties.runs },
    );
  });

  suite.case("values of another realm are read as values of this one", async ({ cache }) => {
    for (const [, foreign, own] of foreignValues()) {
      await cache.setValue("key", { foreign });
      expectSame(await cache.getValue("key"), { foreign: own });
      expectSame(await cache.getOrCompute("computed", () => ({ foreign })), { foreign: own });
      await cache.delete("computed");
    }
  });

  suite.case("changes to written or read values do not change the store", async ({ cache }) => {
    const value = { list: [1], when: new Date(0), map: new Map([["a", { n: 1 }]]) };
    const storing = cache.setValue("key", value);
    value.list.push(2);
    await storing;
    const plain = { list: [{ n: 1 }] };
    await cache.setValue("plain", plain);
    plain.list[0] = { n: 2 };
    const first = (await cache.getValue("plain")) as typeof plain;
    first.list.push({ n: 3 });
    const rich = (await cache.getValue("key")) as typeof value;
    rich.when.setTime(1);
    expectSame(await cache.getValue("plain"), { list: [{ n: 1 }] });
    expectSame(await cache.getValue("key"), { list: [1], when: new Date(0), map: new Map([["a", { n: 1 }]]) });
    const computed = [1, 2].map(() => cache.getOrCompute("computed", () => ({ n: [1] })));
    const [one, two] = (await Promise.all(computed)) as { n: number[] }[];
    one?.n.push(2);
    expectSame(two, { n: [1] });
  });

  suite.always("values that cannot be restored are refused and change nothing", async ({ cache }) => {
    await cache.setValue("key", 1);
    const before = await cache.getValue("key");
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const value of [
      undefined,
      () => 1,
      Symbol("s"),
      cycle,
      { a: new (class A {})() },
      new Array(2),
      new WeakMap(),
      ...ODD_VALUES.map(([, make]) => make()),
    ]) {
      const refused = await expectCode(cache.setValue("key", value), "NOT_ROUND_TRIPPABLE");
      expect(refused).toMatchObject({ id: "key", message: expect.stringContaining("'key'") });
      await expectCode(cache.setValue("key", value, { tags: ["tag"] }), "NOT_ROUND_TRIPPABLE");
      const pairs = [
        ["other", 1],
        ["key", value],
      ] as const;
      expect(await expectCode(cache.multiSetValues(pairs), "NOT_ROUND_TRIPPABLE")).toMatchObject({ id: "key" });
      const computing = cache.getOrCompute("other", () => value);
      expect(await expectCode(computing, "NOT_ROUND_TRIPPABLE")).toMatchObject({ id: "other" });
    }
    expectSame(await cache.multiGetValues(["key", "other"]), [before, undefined]);
  });

  suite.always("the message about an instance or a promise says what to do", async ({ cache }) => {
    const refuse = async (value: unknown): Promise<string> =>
      (await expectCode(cache.setValue("key", value), "NOT_ROUND_TRIPPABLE")).message;
    expect(await refuse(new (class Own {})())).toContain("getOrCompute() with a model that has an 'encode'");
    for (const value of [Promise.resolve(1), [Promise.resolve(1)]]) expect(await refuse(value)).toContain("'await'");
  });

  suite.case("calls of one turn are carried out in order", async ({ cache }) => {
    const read = [
      cache.setValue("key", 1),
      cache.getValue("key"),
      cache.incr("key", 2),
      cache.getValue("key"),
      cache.delete("key"),
      cache.getValue("key"),
      cache.setValue("key", "again"),
      cache.multiGetValues(["key", "missing"]),
    ];
    expectSame(await Promise.all(read), [undefined, 1, 3, 3, 1, undefined, undefined, ["again", undefined]]);
  });
}

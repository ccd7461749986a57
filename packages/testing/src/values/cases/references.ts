import { digest, ref, type ValueStorage } from "@results-manager/core";
import fc from "fast-check";
import { expect } from "vitest";
import { valueArbitrary } from "../../arbitraries/values.ts";
import { expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { storageOf } from "../../storage-of.ts";
import type { ValuesSuite } from "../opened-values.ts";

const THINGS: readonly unknown[] = [
  1,
  "text",
  undefined,
  "x".repeat(3_000),
  new Date(0),
  new Set([1]),
  new Uint8Array(3_000),
  [],
  { list: [[1], { deep: [2n] }], map: new Map([["k", [1]]]) },
  Array.from({ length: 500 }, (_, i) => i),
];

/** References within values, each in place of the value it refers to. */
export function referenceCases(suite: ValuesSuite): void {
  suite.case(
    "a value with a reference has the digest of the whole value, and is loaded as a whole",
    async ({ values }) => {
      for (const thing of THINGS) {
        const d = await values.save(thing);
        expect(digest(ref(d))).toBe(d);
        expect(values.digest(ref(d))).toBe(d);
        expect(await values.save(ref(d))).toBe(d);
        for (const around of HOLDERS) {
          const key = await values.save(around(ref(d)));
          expect(key).toBe(digest(around(thing)));
          expectSame(await values.load(key), around(thing));
        }
      }
    },
  );

  suite.case("property: any part of a value can be given by its digest", async ({ values, properties }) => {
    await fc.assert(
      fc.asyncProperty(valueArbitrary(), valueArbitrary(), async (thing, other) => {
        const d = await values.save(thing);
        const key = await values.save({ other, held: [ref(d), { again: ref(d) }] });
        const whole = { other, held: [thing, { again: thing }] };
        expect(key).toBe(digest(whole));
        expectSame(await values.load(key), whole);
      }),
      { numRuns: properties.runs, seed: properties.seed },
    );
  });

  suite.case("the target of references is stored once, and stays while it is needed", async ({ values }) => {
    const d = await values.save({ big: "x".repeat(5_000) });
    const stored = (await values.list()).length;
    const key = await values.save({ n: 1, model: ref(d) }, "best");
    expect(await values.list()).toHaveLength(stored + 1);
    expect(await values.gc()).toBe(0);
    expectSame(await values.load(key), { n: 1, model: { big: "x".repeat(5_000) } });
    const outer = await values.save([ref(key), ref(d)]);
    expectSame(await values.load(outer), [{ n: 1, model: { big: "x".repeat(5_000) } }, { big: "x".repeat(5_000) }]);
    await values.save(ref(outer), "outer");
    expectSame(await values.load("outer"), await values.load(outer));
  });

  suite.case("a reference to a missing value is DIGEST_NOT_FOUND, and nothing is saved", async ({ values }) => {
    const absent = ref(digest("missing"));
    for (const value of [absent, [absent], { a: new Map([[1, absent]]) }]) {
      await expectCode(values.save(value), "DIGEST_NOT_FOUND");
      await expectCode(values.save(value, "alias"), "DIGEST_NOT_FOUND");
    }
    expect(await values.list()).toEqual([]);
    expect(await values.contains("alias")).toBe(false);
    const d = await values.save({ bytes: new Uint8Array(2_000) });
    await values.evict(digest(new Uint8Array(2_000)));
    await expectCode(values.save([ref(d)]), "DIGEST_NOT_FOUND");
  });

  suite.case("references cannot build a value that is too deep to load", async ({ values }) => {
    let deep = await values.save(await nest(values, 600));
    expect(await values.load(deep)).toBeDefined();
    await expectCode(values.save(wrap(ref(deep), 600)), "NOT_ROUND_TRIPPABLE");
    deep = await values.save(wrap(ref(deep), 300));
    expect(await values.load(deep)).toBeDefined();
  });

  suite.always("the digest of a value with references cannot be computed without the store", async ({ values }) => {
    const inner = { model: [ref(digest(1))] };
    expect(() => values.digest(inner)).toThrow("$.model[0]");
    expect(() => values.digest(inner)).toThrow("only the store can compute");
    expect(() => digest(inner)).toThrow("$.model[0]");
  });

  suite.case("a reference to a damaged value is refused", async ({ values }) => {
    const d = await values.save({ a: [1] });
    const [found] = await storageOf(values).read("values", [d]);
    if (!found || found.corrupt !== undefined) throw new Error("The saved record must be readable.");
    const content = { ...found, data: { a: [2] }, types: undefined };
    await storageOf(values).write("values", [{ key: d, condition: "any", content }]);
    await expectCode(values.save([ref(d)]), "CORRUPT_RECORD");
  });
}

const HOLDERS: readonly ((thing: unknown) => unknown)[] = [
  (thing) => [thing],
  (thing) => ({ a: 1, thing, again: [thing] }),
  (thing) => new Map([["k", thing]]),
  (thing) => ({ long: Array.from({ length: 400 }, (_, i) => i), thing }),
  (thing) => ({ deep: [[[{ thing }]]] }),
];

function wrap(value: unknown, levels: number): unknown {
  let wrapped = value;
  for (let i = 0; i < levels; i++) wrapped = [wrapped];
  return wrapped;
}

async function nest(values: ValueStorage, levels: number): Promise<unknown> {
  return ref(await values.save(wrap(1, levels)));
}

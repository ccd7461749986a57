import { digest, NotRoundTrippableError, ref } from "@results-manager/core";
import fc from "fast-check";
import { assert, expect } from "vitest";
import { valueArbitrary } from "../../arbitraries/values.ts";
import { expectCode, failureOf } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { foreignValues } from "../../foreign-values.ts";
import { ODD_VALUES } from "../../odd-values.ts";
import type { ValuesSuite } from "../opened-values.ts";

const RICH = {
  when: new Date(0),
  map: new Map<unknown, unknown>([[{ key: [1] }, new Set([1n, { deep: [undefined] }])]]),
  numbers: [Number.NaN, -0, 0, Number.POSITIVE_INFINITY],
  bytes: [new Uint8Array([1, 2]), Buffer.from("text"), new Float64Array(5_000).fill(0.1), new ArrayBuffer(3)],
  nested: { list: [[], {}, [[[]]], { a: { b: { c: null } } }] },
  __proto__: null,
};

/** `save` and `load`: values are read as they were saved, and equal ones are stored once. */
export function valueCases(suite: ValuesSuite): void {
  suite.case("a value is loaded by its whole or short digest", async ({ values }) => {
    for (const value of [RICH, null, undefined, 0, -0, 1n, "", "text", [], {}, new Map(), new Uint8Array(4_000)]) {
      const key = await values.save(value);
      expect(key).toBe(digest(value));
      expect(values.digest(value)).toBe(key);
      expectSame(await values.load(key), structuredCopy(value));
      expectSame(await values.load(await values.shrink(key)), structuredCopy(value));
    }
  });

  suite.case("property: every storable value can be loaded by its digest", async ({ values, properties }) => {
    await fc.assert(
      fc.asyncProperty(valueArbitrary(), async (value) => {
        const key = await values.save(value);
        expect(key).toBe(digest(value));
        expectSame(await values.load(key), value);
      }),
      { numRuns: properties.runs, seed: properties.seed },
    );
  });

  suite.case("values of another realm are loaded as values of this one", async ({ values }) => {
    for (const [, foreign, own] of foreignValues()) {
      const key = await values.save({ foreign });
      expect(key).toBe(digest({ foreign: own }));
      expectSame(await values.load(key), { foreign: own });
    }
  });

  suite.case("equal values are stored once", async ({ values }) => {
    const [a, b] = await Promise.all([values.save({ a: [1], b: 2 }), values.save({ b: 2, a: [1] })]);
    expect(a).toBe(b);
    const stored = await values.list();
    expect(await values.save({ b: 2, a: [1] })).toBe(a);
    expect(await values.list()).toEqual(stored);
  });

  suite.case("an evicted part is stored again with the whole value", async ({ values }) => {
    const bytes = new Uint8Array(2_000);
    const key = await values.save({ bytes });
    await values.evict(values.digest(bytes));
    await expectCode(values.load(key), "DIGEST_NOT_FOUND");
    expect(await values.save({ bytes })).toBe(key);
    expectSame(await values.load(key), { bytes });
  });

  suite.case("large bytes are saved as they were, and each load returns others", async ({ values }) => {
    const bytes = new Float64Array(200_000).fill(1.5);
    const expected = bytes.slice();
    const saving = values.save(bytes);
    bytes.fill(0);
    const key = await saving;
    expect(key).toBe(digest(expected));
    const both = await values.save({ a: ref(key), b: ref(key) });
    const loads = [values.load(key), values.load(key), values.load(both)];
    const [first, second, parts] = (await Promise.all(loads)) as [Float64Array, Float64Array, { a: Float64Array }];
    expect(first.buffer.byteLength).toBe(first.byteLength);
    first.fill(2);
    parts.a.fill(3);
    expectSame(second, expected);
    expectSame(parts, { a: parts.a, b: expected });
  });

  suite.case("changes after saving are not stored, and a loaded value is a copy", async ({ values }) => {
    const value = { list: [{ n: 1 }], bytes: new Uint8Array(2_000) };
    const saving = values.save(value);
    value.list.push({ n: 2 });
    value.bytes[0] = 1;
    const key = await saving;
    const [first, second] = (await Promise.all([values.load(key), values.load(key)])) as [typeof value, typeof value];
    expectSame(first, { list: [{ n: 1 }], bytes: new Uint8Array(2_000) });
    first.list.push({ n: 3 });
    first.bytes[0] = 2;
    expectSame(second, { list: [{ n: 1 }], bytes: new Uint8Array(2_000) });
    expectSame(await values.load(key), second);
  });

  suite.case("equal parts of a value are loaded as separate copies", async ({ values }) => {
    const part = { deep: [{ n: 1 }] };
    const key = await values.save({ a: part, b: { deep: [{ n: 1 }] }, c: [part, part] });
    const loaded = (await values.load(key)) as Record<"a" | "b", typeof part>;
    loaded.a.deep[0] = { n: 2 };
    expectSame(loaded.b, { deep: [{ n: 1 }] });
  });

  suite.case("a deep value and a value of many parts can be loaded", async ({ values }) => {
    let deep: unknown = "bottom";
    for (let i = 0; i < 900; i++) deep = i % 2 === 0 ? [deep] : { deep };
    const wide = Array.from({ length: 1_000 }, (_, i) => ({ i: i % 10, list: [i % 3] }));
    for (const value of [deep, wide]) expectSame(await values.load(await values.save(value)), value);
  });

  suite.always("a key that is given to save is verified", async ({ values }) => {
    const key = digest({ a: 1 });
    expect(await values.save({ a: 1 }, key)).toBe(key);
    expect(await values.save({ a: 1 }, key.toUpperCase())).toBe(key);
    await expectCode(values.save({ a: 2 }, key), "INVALID_DIGEST");
    await expectCode(values.save({ a: 1 }, key.slice(0, 8)), "INVALID_DIGEST");
  });

  suite.always("a value that cannot be stored is NOT_ROUND_TRIPPABLE, with its path", async ({ values }) => {
    const cycle: Record<string, unknown> = {};
    cycle.self = { cycle };
    for (const [value, path] of [
      [{ a: [() => {}] }, "$.a[0]"],
      [[Symbol.iterator], "$[0]"],
      [{ a: new (class Own {})() }, "$.a"],
      [{ a: Object.assign([1], { 2: 3 }) }, "$.a[1]"],
      [{ a: /x/ }, "$.a"],
      [cycle, "$.self"],
    ] as const) {
      expect((await expectCode(values.save(value), "NOT_ROUND_TRIPPABLE")).message).toContain(path);
      expect(() => values.digest(value)).toThrow(path);
    }
    expect(await values.list()).toEqual([]);
  });

  suite.always("the message about an instance or a promise says what to do", async ({ values }) => {
    const refuse = async (value: unknown): Promise<string> =>
      (await expectCode(values.save(value), "NOT_ROUND_TRIPPABLE")).message;
    expect(await refuse(new (class Own {})())).toContain("registerType()");
    expect(await refuse(Promise.resolve(1))).toContain("'await'");
  });

  suite.always("an object that only looks like data is NOT_ROUND_TRIPPABLE, with its path", async ({ values }) => {
    for (const [, make, path] of ODD_VALUES) {
      const refused = await expectCode(values.save(make()), "NOT_ROUND_TRIPPABLE");
      assert(refused instanceof NotRoundTrippableError);
      expectSame(refused.path, path);
      const digesting = async () => values.digest(make());
      expect(await expectCode(digesting(), "NOT_ROUND_TRIPPABLE")).toMatchObject({ path });
    }
    expect(await values.list()).toEqual([]);
  });

  suite.always("a missing value is DIGEST_NOT_FOUND", async ({ values }) => {
    await expectCode(values.load(digest("missing")), "DIGEST_NOT_FOUND");
    await expectCode(values.load(digest("missing").slice(0, 6)), "DIGEST_NOT_FOUND");
    await expectCode(values.load("../secret"), "INVALID_DIGEST");
    expect(await failureOf(values.load(undefined as never))).toBeInstanceOf(TypeError);
  });
}

/** Returns the form in which plain data is loaded: objects without a prototype become ordinary ones. */
function structuredCopy(value: unknown): unknown {
  return value === RICH ? { ...RICH } : value;
}

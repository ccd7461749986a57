import { digest } from "@results-manager/core";
import fc from "fast-check";
import { expect } from "vitest";
import { idArbitrary } from "../../arbitraries/ids.ts";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import { expectSame } from "../../expect-same.ts";
import { storageOf } from "../../storage-of.ts";
import type { ValuesSuite } from "../opened-values.ts";

const VALUE = { list: [[1], [2, [3]]], bytes: new Uint8Array(2_000) };
const OTHER = { list: [[1], [2, [4]]] };

/** Aliases: values saved under a name that the caller chooses. */
export function aliasCases(suite: ValuesSuite): void {
  suite.case("an alias is accepted in place of a key", async ({ values }) => {
    for (const alias of [
      "best",
      "models/7/best",
      "ab_d",
      "abcdefg",
      "0x12",
      "%",
      "it's",
      "constructor",
      "é😀",
      "a.json",
    ]) {
      const key = await values.save({ ...VALUE, alias }, alias);
      expect(key).toBe(digest({ ...VALUE, alias }));
      expectSame(await values.load(alias), { ...VALUE, alias });
      expect(await values.contains(alias)).toBe(true);
      expect(await values.expand(alias)).toBe(key);
      expect(await values.list()).toContain(key);
      expect(await values.list()).not.toContain(alias);
      expect(await collect(values.aliases())).toContainEqual([alias, key]);
    }
  });

  suite.case("property: an alias refers to the value saved last under it", async ({ values, properties }) => {
    const last = new Map<string, number>();
    const alias = idArbitrary()
      .map((id) => `${id}-x`)
      .filter((id) => Buffer.byteLength(id) < 150);
    const saves = fc.array(fc.tuple(alias, fc.nat(20)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(saves, async (all) => {
        for (const [name, n] of all) {
          await values.save({ n: [n] }, name);
          last.set(name, n);
        }
        for (const [name, n] of last) expectSame(await values.load(name), { n: [n] });
      }),
      { numRuns: Math.min(properties.runs, 15), seed: properties.seed },
    );
    const listed = (await collect(values.aliases())).map(([name]) => name);
    expect(new Set(listed)).toEqual(new Set(last.keys()));
    expect(listed).toHaveLength(last.size);
  });

  suite.case("an alias that is saved again refers to the new value", async ({ values }) => {
    const first = await values.save(VALUE, "best");
    const second = await values.save(OTHER, "best");
    expectSame(await values.load("best"), OTHER);
    expect(await values.expand("best")).toBe(second);
    expectSame(await values.load(first), VALUE);
    await values.save(VALUE, "best");
    await values.save(VALUE, "also");
    expect(await collect(values.aliases())).toEqual([
      ["also", first],
      ["best", first],
    ]);
  });

  suite.case("the value of an alias is no garbage until the alias is evicted", async ({ values }) => {
    const key = await values.save(VALUE, "best");
    await values.save(OTHER);
    expect(await values.gc()).toBeGreaterThan(0);
    expectSame(await values.load("best"), VALUE);
    expect([await values.evict("best"), await values.evict("best")]).toEqual([true, false]);
    expect(await values.contains("best")).toBe(false);
    expect(await values.contains(key)).toBe(true);
    expect(await values.gc()).toBeGreaterThan(0);
    expect(await values.list()).toEqual([]);
  });

  suite.case("an alias can be a root, and its value can be evicted by digest", async ({ values }) => {
    const key = await values.save([1], "best");
    await values.gc(["best"]);
    expect(await values.evict(key)).toBe(true);
    expect(await values.contains("best")).toBe(false);
    await expectCode(values.load("best"), "DIGEST_NOT_FOUND");
    expect(await values.save([1], "best")).toBe(key);
    expectSame(await values.load("best"), [1]);
  });

  suite.case("a value that is saved under an alias during gc is complete", async ({ values }) => {
    let collecting = true;
    const collector = (async () => {
      while (collecting) await values.gc();
    })();
    for (let round = 0; round < 6; round++) {
      await Promise.all(Array.from({ length: 5 }, (_, i) => values.save({ ...VALUE, i, round }, `alias-${i}`)));
    }
    collecting = false;
    await collector;
    for (let i = 0; i < 5; i++) expectSame(await values.load(`alias-${i}`), { ...VALUE, i, round: 5 });
  });

  suite.case("a damaged alias is CORRUPT_RECORD, left out of lists, and repaired by a save", async ({ values }) => {
    await values.save([1], "good");
    await values.save([2], "broken");
    const content = {
      modelName: "alias",
      namespace: "results-manager",
      version: 1,
      data: "../x",
      createdAt: new Date(0).toISOString(),
      updatedAt: new Date(0).toISOString(),
    };
    await storageOf(values).write("value_aliases", [{ key: "broken", condition: "any", content }]);
    await expectCode(values.load("broken"), "CORRUPT_RECORD");
    expect((await collect(values.aliases())).map(([alias]) => alias)).toEqual(["good"]);
    await values.gc();
    await values.save([2], "broken");
    expectSame(await values.load("broken"), [2]);
  });

  suite.always("a text that could be a digest or is not an id is no valid alias", async ({ values }) => {
    const none = [
      "",
      "a",
      "abc",
      "abcd",
      "DEADBEEF",
      "cafe",
      "a".repeat(63),
      "a".repeat(65),
      "0",
      "../x",
      "a/../b",
      "/a.",
      "a//b",
    ];
    for (const alias of [...none, "a-/", "x\0", "\ud800", "x".repeat(201)]) {
      await expectCode(values.save([1], alias), "INVALID_DIGEST");
      // The beginning of a digest is a valid key, although no value is saved under it.
      const isShort = /^[0-9a-f]{4,64}$/i.test(alias);
      await expectCode(values.load(alias), isShort ? "DIGEST_NOT_FOUND" : "INVALID_DIGEST");
    }
    await expectClass(values.save([1], 7 as never), TypeError);
    expect(await values.list()).toEqual([]);
  });

  suite.always("an alias that was never saved is not found", async ({ values }) => {
    expect(await values.contains("missing")).toBe(false);
    expect(await values.evict("missing")).toBe(false);
    for (const ask of [values.load("missing"), values.expand("missing"), values.gc(["missing"])]) {
      await expectCode(ask, "DIGEST_NOT_FOUND");
    }
    expect(await collect(values.aliases())).toEqual([]);
  });

  suite.persistent("aliases remain when the store is opened again", async ({ values, reopen }) => {
    await values.save(VALUE, "models/best");
    await values.close();
    const again = await reopen();
    expectSame(await again.load("models/best"), VALUE);
    await again.save(OTHER, "models/best");
    expectSame(await (await reopen()).load("models/best"), OTHER);
  });
}

import { type AsyncCacheBackend, MAX_KEY_BYTES } from "@results-manager/core";
import { sortByCodePoint } from "@results-manager/core/storage";
import fc from "fast-check";
import { expect } from "vitest";
import { HOSTILE_SEGMENTS } from "../../arbitraries/ids.ts";
import { unicodeStringArbitrary } from "../../arbitraries/unicode-strings.ts";
import { collect } from "../../collect.ts";
import { expectClass, expectCode } from "../../expect-failure.ts";
import type { CacheSuite } from "../opened-cache.ts";

/** Keys that could escape a folder, collide in it, or have a special meaning to SQL, patterns or prototypes. */
export const HOSTILE_KEYS: readonly string[] = [
  ...HOSTILE_SEGMENTS,
  ...[".", "..", "/", "//", "a/", "/a", "a//b", "../../../etc/passwd", "..\\..\\x", "a/../b", "./a", "a/.", "~/.ssh"],
  ...[
    "\u0000",
    "a\u0000b",
    "\u0001",
    "\u001f\n\r\t",
    "\u007f\u0085",
    "!",
    "!2f",
    "!2F",
    "%2f",
    "a!",
    "key",
    "KEY",
    "Key",
  ],
  ...["https://example.com/a?b=c&d=%20#e", "user:1:profile", "a".repeat(197), "a".repeat(198), "\u{10ffff}", "\ud7ff"],
  ...["x".repeat(MAX_KEY_BYTES), "/".repeat(MAX_KEY_BYTES), "A".repeat(MAX_KEY_BYTES), "ä".repeat(MAX_KEY_BYTES / 2)],
  "\u{1f600}",
];

const REFUSED: readonly string[] = ["", "\ud800", "a\udfffb", "x".repeat(MAX_KEY_BYTES + 1), "ä".repeat(501)];

type Call = (cache: AsyncCacheBackend, key: string) => Promise<unknown>;

const CALLS: Readonly<Record<string, Call>> = {
  getValue: (cache, key) => cache.getValue(key),
  setValue: (cache, key) => cache.setValue(key, 1),
  multiGetValues: (cache, key) => cache.multiGetValues(["a", key]),
  multiSetValues: (cache, key) =>
    cache.multiSetValues([
      ["a", 1],
      [key, 1],
    ]),
  exists: (cache, key) => cache.exists(key),
  delete: (cache, key) => cache.delete(key),
  deleteMany: (cache, key) => cache.deleteMany(["a", key]),
  incr: (cache, key) => cache.incr(key),
  touch: (cache, key) => cache.touch(key, 1),
  getOrCompute: (cache, key) => cache.getOrCompute(key, () => 1),
  invalidateTag: (cache, key) => cache.invalidateTag(key),
  "setValue with a tag": (cache, key) => cache.setValue("a", 1, { tags: ["b", key] }),
};

/** Valid and invalid keys and prefixes: any well-formed text of limited length is a key. */
export function keyCases(suite: CacheSuite): void {
  suite.case("each hostile key has its own value", async ({ cache }) => {
    const keys = [...new Set(HOSTILE_KEYS)];
    await Promise.all(keys.map((key, i) => cache.setValue(key, i)));
    expect(await cache.multiGetValues(keys)).toEqual(keys.map((_, i) => i));
    expect(await collect(cache.keys())).toEqual(sortByCodePoint([...keys]));
    expect(await Promise.all(keys.map((key) => cache.exists(key)))).toEqual(keys.map(() => true));
    expect(await cache.deleteMany(keys)).toBe(keys.length);
    expect(await collect(cache.keys())).toEqual([]);
    expect("polluted" in {}).toBe(false);
  });

  suite.case(
    "each random key has its own value, and prefixes find the keys that begin with them",
    async ({ cache, properties }) => {
      const text = fc.oneof(
        fc.string({
          unit: fc.constantFrom("a", "b", "/", ".", "%", "_", "A", "é", "\u{1f600}", "\uffff"),
          maxLength: 5,
        }),
        unicodeStringArbitrary({ maxLength: 4 }).filter((some) => some.isWellFormed()),
        fc.constantFrom(...HOSTILE_KEYS),
      );
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(text, { minLength: 1, maxLength: 8 }), text, async (some, prefix) => {
          const keys = some.filter((key) => key !== "");
          await cache.clear();
          await cache.multiSetValues(keys.map((key) => [key, key]));
          expect(await cache.multiGetValues(keys)).toEqual(keys);
          const found = sortByCodePoint(keys.filter((key) => key.startsWith(prefix)));
          expect(await collect(cache.keys(prefix))).toEqual(found);
          expect(await cache.clear(prefix)).toBe(found.length);
          expect(await collect(cache.keys())).toEqual(sortByCodePoint(keys.filter((key) => !key.startsWith(prefix))));
        }),
        { seed: properties.seed, numRuns: properties.runs },
      );
    },
  );

  for (const [name, call] of Object.entries(CALLS)) {
    suite.always(`${name} refuses invalid keys and changes nothing`, async ({ cache }) => {
      for (const key of REFUSED) await expectCode(call(cache, key), "INVALID_KEY");
      for (const key of [1, null, undefined, ["a"], {}])
        await expectClass(call(cache, key as unknown as string), TypeError);
      expect(await cache.multiGetValues(["a"])).toEqual([undefined]);
    });
  }

  suite.always("keys and clear refuse a prefix that is not well-formed text", async ({ cache }) => {
    await expectCode(collect(cache.keys("\ud83d")), "INVALID_KEY");
    await expectCode(cache.clear("\ud83d"), "INVALID_KEY");
    await expectClass(collect(cache.keys(7 as unknown as string)), TypeError);
    await expectClass(cache.clear(7 as unknown as string), TypeError);
  });
}

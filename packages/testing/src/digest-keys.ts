import { AmbiguousDigestError, type DigestKeys, digest } from "@results-manager/core";
import { assert, expect } from "vitest";
import { collect } from "./collect.ts";
import { expectClass, expectCode } from "./expect-failure.ts";
import type { Suite } from "./suite.ts";

/** Keys that must never become part of a path or a statement. */
const HOSTILE: readonly string[] = [
  "",
  "abc",
  "../../../etc/passwd",
  "%2e%2e/",
  "abcd/../x",
  `${"a".repeat(63)}/`,
  "a".repeat(65),
  `${"a".repeat(63)}\0`,
];

/** Keys that are not digests; they are valid only where aliases are supported. */
const NAMES: readonly string[] = ["abcd%", "ab_d", "g".repeat(64), "abcd' or 1=1 --", "ａｂｃｄ"];

/**
 * Cases of `expand`, `shrink`, `contains`, `evict`, `list` and `stats`, which values and calls share.
 *
 * @param access returns the keys, and a function that stores the i-th item and returns its digest.
 * @param hasAliases whether keys may also be aliases.
 */
export function digestKeyCases<Store>(
  suite: Suite<Store>,
  access: (store: Store) => readonly [keys: DigestKeys, store: (i: number) => Promise<string>],
  hasAliases = false,
): void {
  suite.case("a short digest is accepted in place of the whole one", async (opened) => {
    const [keys, store] = access(opened);
    const stored = await Promise.all(Array.from({ length: 20 }, (_, i) => store(i)));
    expect(await keys.list()).toEqual([...stored].sort());
    expect(await collect(keys.keys())).toEqual([...stored].sort());
    for (const key of stored) {
      const short = await keys.shrink(key);
      expect(short.length).toBeGreaterThanOrEqual(4);
      expect(key.startsWith(short)).toBe(true);
      for (const form of [short, key.slice(0, 30), key, key.toUpperCase()]) {
        expect(await keys.expand(form)).toBe(key);
        expect(await keys.contains(form)).toBe(true);
      }
    }
  });

  suite.case("stats counts the records and their bytes", async (opened) => {
    const [keys, store] = access(opened);
    expect(await keys.stats()).toEqual({ records: 0, bytes: 0, damaged: 0, expired: 0 });
    await store(1);
    const one = await keys.stats();
    expect(one).toMatchObject({ records: 1, damaged: 0, expired: 0 });
    expect(one.bytes).toBeGreaterThan(64);
    const key = await store(2);
    const { records, bytes } = await keys.stats();
    expect([records, bytes]).toEqual([2, 2 * one.bytes]);
    await keys.evict(key);
    expect(await keys.stats()).toEqual(one);
  });

  suite.case(
    "a prefix of several digests is AMBIGUOUS_DIGEST, and the message says how many characters suffice",
    async (opened) => {
      const [keys, store] = access(opened);
      const { short, all } = await storeTwins(store);
      for (const ask of [() => keys.expand(short), () => keys.contains(short), () => keys.evict(short)]) {
        const error = await expectCode(ask(), "AMBIGUOUS_DIGEST");
        assert(error instanceof AmbiguousDigestError);
        expect(error.matches).toBe(2);
        expect(error.message).toContain(`${error.characters} characters`);
        const twins = all.filter((key) => key.startsWith(short));
        expect(new Set(twins.map((key) => key.slice(0, error.characters))).size).toBe(2);
        expect(new Set(twins.map((key) => key.slice(0, error.characters - 1))).size).toBe(1);
        for (const key of twins) expect(await keys.shrink(key)).toBe(key.slice(0, error.characters));
      }
      expect(await keys.list()).toHaveLength(all.length);
    },
  );

  suite.always("a digest that is not stored is not found", async (opened) => {
    const [keys] = access(opened);
    const absent = digest("never stored");
    expect(await keys.contains(absent)).toBe(false);
    expect(await keys.contains(absent.slice(0, 4))).toBe(false);
    expect(await keys.evict(absent)).toBe(false);
    await expectCode(keys.evict(absent.slice(0, 8)), "DIGEST_NOT_FOUND");
    await expectCode(keys.expand(absent), "DIGEST_NOT_FOUND");
    await expectCode(keys.expand(absent.slice(0, 4)), "DIGEST_NOT_FOUND");
    await expectCode(keys.shrink(absent), "DIGEST_NOT_FOUND");
    expect(await keys.list()).toEqual([]);
  });

  suite.case("evict removes one item", async (opened) => {
    const [keys, store] = access(opened);
    const [a, b] = [await store(1), await store(2)];
    expect(await keys.evict(a)).toBe(true);
    expect(await keys.contains(a)).toBe(false);
    expect(await keys.evict(a)).toBe(false);
    expect(await keys.list()).toEqual([b]);
    expect(await keys.evict(b.slice(0, 10))).toBe(true);
    expect(await keys.list()).toEqual([]);
    expect(await store(1)).toBe(a);
    expect(await keys.contains(a)).toBe(true);
  });

  suite.always("an invalid digest is INVALID_DIGEST before anything is read", async (opened) => {
    const [keys] = access(opened);
    for (const key of HOSTILE) {
      for (const ask of [() => keys.expand(key), () => keys.contains(key), () => keys.evict(key)]) {
        await expectCode(ask(), "INVALID_DIGEST");
      }
      await expectCode(keys.shrink(key), "INVALID_DIGEST");
    }
    for (const name of NAMES) {
      await expectCode(keys.expand(name), hasAliases ? "DIGEST_NOT_FOUND" : "INVALID_DIGEST");
      if (hasAliases) expect([await keys.contains(name), await keys.evict(name)]).toEqual([false, false]);
      else for (const ask of [keys.contains(name), keys.evict(name)]) await expectCode(ask, "INVALID_DIGEST");
      await expectCode(keys.shrink(name), "INVALID_DIGEST");
    }
    await expectCode(keys.shrink("abcdef"), "INVALID_DIGEST");
    for (const none of [undefined, null, 7, {}, ["abcd"]]) await expectClass(keys.contains(none as never), TypeError);
  });
}

/** Stores items until two digests begin with the same four characters. */
async function storeTwins(
  store: (i: number) => Promise<string>,
): Promise<{ readonly short: string; readonly all: readonly string[] }> {
  const all: string[] = [];
  const seen = new Set<string>();
  for (let i = 0; ; i++) {
    const key = await store(i);
    all.push(key);
    const short = key.slice(0, 4);
    if (seen.has(short)) return { short, all };
    seen.add(short);
  }
}

import { hash } from "node:crypto";
import type { ScanRange, Space } from "@results-manager/core/storage";
import { expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { keysOf, removalOf, writeOf } from "../records.ts";

/** Keys in code-point order: UTF-16 would order the last two the other way, and `a-b` lies between `a` and `a/b`. */
const IDS = ["a", "a-b", "a/b", "a/b/c", "a/bc", "aa", "b/a", "\u{fffd}", "\u{1f600}"];
const TEXTS = [" ", "a", "a b", "a/", "a//b", "a/b", "b?", "\u{fffd}", "\u{1f600}"];

const RANGES: readonly (readonly [space: Space, range: ScanRange, expected: readonly string[]])[] = [
  ["results", {}, IDS],
  ["results", { prefix: "a" }, ["a", "a/b", "a/b/c", "a/bc"]],
  ["results", { prefix: "a/b" }, ["a/b", "a/b/c"]],
  ["results", { prefix: "b" }, ["b/a"]],
  ["results", { prefix: "c" }, []],
  ["results", { after: "a" }, IDS.slice(1)],
  ["results", { after: "a/b" }, IDS.slice(3)],
  ["results", { after: "a.none" }, IDS.slice(2)],
  ["results", { after: "\u{1f600}" }, []],
  ["results", { after: "\u{fffd}" }, ["\u{1f600}"]],
  ["results", { limit: 3 }, IDS.slice(0, 3)],
  ["results", { limit: 100 }, IDS],
  ["results", { prefix: "a", after: "a" }, ["a/b", "a/b/c", "a/bc"]],
  ["results", { prefix: "a", after: "a-b" }, ["a/b", "a/b/c", "a/bc"]],
  ["results", { prefix: "b", after: "a" }, ["b/a"]],
  ["results", { prefix: "a", after: "b" }, []],
  ["results", { prefix: "a", after: "a/b", limit: 1 }, ["a/b/c"]],
  ["cache", {}, TEXTS],
  ["cache", { startsWith: "a" }, ["a", "a b", "a/", "a//b", "a/b"]],
  ["cache", { startsWith: "a/" }, ["a/", "a//b", "a/b"]],
  ["cache", { startsWith: "a/", after: "a//b" }, ["a/b"]],
  ["cache", { startsWith: "c" }, []],
  ["cache", { startsWith: "a", limit: 2 }, ["a", "a b"]],
];

/** `scan` with each range. */
export function scanCases(suite: StorageSuite): void {
  suite.case("a space holds records, or only expired ones, or none", async ({ storage, clock }) => {
    for (const space of ["results", "cache", "values"] as const) {
      const key = "ab".repeat(32);
      expect(await storage.holds(space)).toBe(false);
      await storage.write(space, [writeOf(key, 1, "any", { expiresAt: clock.now() + 1000 })]);
      expect(await storage.holds(space)).toBe(true);
      clock.advance(1);
      expect(await storage.holds(space)).toBe(true);
      await storage.remove(space, [removalOf(key)]);
      expect(await storage.holds(space)).toBe(false);
    }
  });

  suite.always("a scan of nothing yields no key", async ({ storage }) => {
    expect(await keysOf(storage, "results")).toEqual([]);
    expect(await keysOf(storage, "cache", { startsWith: "a", limit: 1, expired: true })).toEqual([]);
  });

  for (const [space, range, expected] of RANGES) {
    suite.case(`${space} ${JSON.stringify(range)}`, async ({ storage, clock }) => {
      const keys = space === "cache" ? TEXTS : IDS;
      const writes = keys.toReversed().map((key) => writeOf(key, key));
      await storage.write(space, writes);
      expect(await keysOf(storage, space, range)).toEqual(expected);
      expect(await keysOf(storage, space, { ...range, expired: true })).toEqual([]);
      const expiresAt = clock.now() + 1000;
      await storage.write(
        space,
        keys.map((key) => writeOf(key, key, "any", { expiresAt })),
      );
      clock.advance(1);
      expect(await keysOf(storage, space, range)).toEqual([]);
      expect(await keysOf(storage, space, { ...range, expired: true })).toEqual(expected);
    });
  }

  suite.case("a limit counts only the keys that are yielded", async ({ storage, clock }) => {
    const expiresAt = clock.now() + 1000;
    await storage.write(
      "results",
      Array.from({ length: 20 }, (_, i) => writeOf(`k${10 + i}`, i, "any", i % 2 === 0 ? { expiresAt } : {})),
    );
    clock.advance(1);
    expect(await keysOf(storage, "results", { limit: 3 })).toEqual(["k11", "k13", "k15"]);
    expect(await keysOf(storage, "results", { limit: 3, after: "k12", expired: true })).toEqual(["k14", "k16", "k18"]);
  });

  suite.case("digests are found by their first digits", async ({ storage }) => {
    const keys = Array.from({ length: 50 }, (_, i) => hash("sha256", `${i}`)).sort();
    await storage.write(
      "values",
      keys.map((key) => writeOf(key, key)),
    );
    const middle = keys[20] as string;
    expect(await keysOf(storage, "values")).toEqual(keys);
    expect(await keysOf(storage, "values", { startsWith: middle.slice(0, 12) })).toEqual([middle]);
    expect(await keysOf(storage, "values", { after: middle, limit: 5 })).toEqual(keys.slice(21, 26));
  });

  suite.case("keys that are stored from start to end are yielded exactly once", async ({ storage }) => {
    const keys = Array.from({ length: 2500 }, (_, i) => `k${String(i).padStart(4, "0")}`);
    const isStable = (_: string, i: number): boolean => i % 5 !== 0;
    await storage.write(
      "results",
      keys.map((key) => writeOf(key, 1)),
    );
    const listed: string[] = [];
    for await (const page of storage.scan("results")) {
      listed.push(...page);
      const [first = ""] = page;
      await storage.write("results", [writeOf(`${first}-new`, 1), writeOf("k0001", 2), writeOf("k2499", 2)]);
      await storage.remove(
        "results",
        keys.filter((key, i) => !isStable(key, i)).map((key) => removalOf(key)),
      );
    }
    const stable = new Set(keys.filter(isStable));
    expect(listed.filter((key) => stable.has(key))).toEqual([...stable]);
    expect(new Set(listed).size).toBe(listed.length);
  });

  suite.case("a scan can be abandoned", async ({ storage }) => {
    await storage.write(
      "results",
      Array.from({ length: 300 }, (_, i) => writeOf(`k${i}`, i)),
    );
    for await (const page of storage.scan("results")) {
      expect(page.length).toBeGreaterThan(0);
      break;
    }
    expect(await storage.wipe("results")).toBe(300);
  });
}

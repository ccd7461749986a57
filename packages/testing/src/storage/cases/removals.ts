import { expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { keysOf, removalOf, revisionOf, writeOf } from "../records.ts";

/** `remove` with each condition, and `wipe`. */
export function removalCases(suite: StorageSuite): void {
  suite.always("removing nothing is no error", async ({ storage }) => {
    expect(await storage.remove("results", [removalOf("a"), removalOf("b", "expired")])).toEqual([false, false]);
    expect(await storage.wipe("results")).toBe(0);
  });

  suite.case("a removal tells whether it removed a record", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1), writeOf("a/b", 2)]);
    expect(
      await storage.remove(
        "results",
        ["a", "none", "a"].map((key) => removalOf(key)),
      ),
    ).toEqual([true, false, false]);
    expect(await storage.has("results", ["a", "a/b"])).toEqual([false, true]);
  });

  suite.case("'any' removes an expired record too, but does not count it", async ({ storage, clock }) => {
    await storage.write("results", [writeOf("a", 1, "any", { expiresAt: clock.now() + 1000 })]);
    clock.advance(1);
    expect(await storage.remove("results", [removalOf("a")])).toEqual([false]);
    expect(await keysOf(storage, "results", { expired: true })).toEqual([]);
  });

  suite.case("'expired' removes only an expired record", async ({ storage, clock }) => {
    const fields = { expiresAt: clock.now() + 1000 };
    await storage.write("results", [writeOf("a", 1, "any", fields), writeOf("b", 2)]);
    const removals = [removalOf("a", "expired"), removalOf("b", "expired"), removalOf("none", "expired")];
    expect(await storage.remove("results", removals)).toEqual([false, false, false]);
    clock.advance(1);
    expect(await storage.remove("results", removals)).toEqual([true, false, false]);
    expect(await storage.has("results", ["b"])).toEqual([true]);
  });

  suite.case("'unchanged' removes only the revision that was read", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1)]);
    const unchanged = await revisionOf(storage, "a");
    await storage.write("results", [writeOf("a", 2)]);
    expect(await storage.remove("results", [removalOf("a", { unchanged })])).toEqual([false]);
    const current = await revisionOf(storage, "a");
    expect(await storage.remove("results", [removalOf("a", { unchanged: current })])).toEqual([true]);
    expect(await storage.has("results", ["a"])).toEqual([false]);
  });

  suite.case(
    "wipe removes the records of a range, and counts those that had not expired",
    async ({ storage, clock }) => {
      const fields = { expiresAt: clock.now() + 1000 };
      await storage.write("results", [
        ...["a", "a-b", "a/b", "a/b/c", "b"].map((key) => writeOf(key, 1)),
        writeOf("a/expired", 1, "any", fields),
      ]);
      clock.advance(1);
      expect(await storage.wipe("results", { prefix: "a" })).toBe(3);
      expect(await keysOf(storage, "results")).toEqual(["a-b", "b"]);
      expect(await keysOf(storage, "results", { expired: true })).toEqual([]);
      expect(await storage.wipe("results")).toBe(2);
      expect(await keysOf(storage, "results")).toEqual([]);
    },
  );

  suite.case("wipe leaves other spaces alone", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1)]);
    await storage.write("cache", [writeOf("a", 2), writeOf("b", 3)]);
    expect(await storage.wipe("cache", { startsWith: "a" })).toBe(1);
    expect(await storage.has("cache", ["a", "b"])).toEqual([false, true]);
    expect(await storage.wipe("cache")).toBe(1);
    expect(await storage.has("results", ["a"])).toEqual([true]);
  });
}

import { hash } from "node:crypto";
import type { Space } from "@results-manager/core/storage";
import { assert, expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { contentOf, dataOf, increment, keysOf, removalOf, writeOf } from "../records.ts";

const DIGEST = hash("sha256", "key");
const SPACES: readonly (readonly [space: Space, key: string])[] = [
  ["results", "same"],
  ["leases", "same"],
  ["models", "same"],
  ["cache", "same"],
  ["cache_tags", "same"],
  ["cache_leases", "same"],
  ["values", DIGEST],
  ["calls", DIGEST],
  ["call_leases", DIGEST],
  ["value_aliases", DIGEST],
];

/** Spaces, several storages on one store, and damaged records. */
export function storeCases(suite: StorageSuite): void {
  suite.case("spaces are separate", async ({ storage }) => {
    for (const [space, key] of SPACES) await storage.write(space, [writeOf(key, space)]);
    for (const [space, key] of SPACES) {
      expect(dataOf(await storage.read(space, [key]))).toEqual([space]);
      expect(await keysOf(storage, space)).toEqual([key]);
    }
    await storage.remove("cache", [removalOf("same")]);
    expect(await storage.has("cache_tags", ["same"])).toEqual([true]);
  });

  suite.always("every record has a place that a message can name", async ({ storage }) => {
    expect(storage.locate("results", "a/b")).not.toBe("");
  });

  suite.persistent("records, creation times and revisions outlast the storage", async ({ storage, reopen }) => {
    const [written] = await storage.write("results", [writeOf("a/b", { list: [1] })]);
    await storage.write("cache", [writeOf("?/😀", 2)]);
    await storage.write("values", [writeOf(DIGEST, Uint8Array.of(1, 2, 3))]);
    await storage.close();
    const again = await reopen();
    expect(await again.read("results", ["a/b"])).toMatchObject([contentOf({ list: [1] })]);
    expect(await keysOf(again, "cache")).toEqual(["?/😀"]);
    const [found] = await again.read("values", [DIGEST]);
    assert(found?.corrupt === undefined && found?.data instanceof Uint8Array);
    expect([...found.data]).toEqual([1, 2, 3]);
    assert(written?.written === true);
  });

  suite.shared("of many storages that write 'absent', exactly one writes", async ({ storage, reopen }) => {
    const storages = [storage, await reopen(), await reopen()];
    const keys = Array.from({ length: 20 }, (_, i) => `k${i}`);
    const outcomes = await Promise.all(
      storages.map((each, i) =>
        each.write(
          "results",
          keys.map((key) => writeOf(key, i, "absent")),
        ),
      ),
    );
    for (const at of keys.keys()) expect(outcomes.filter((each) => each[at]?.written)).toHaveLength(1);
  });

  suite.shared("changes of several storages lose none", async ({ storage, reopen }) => {
    const other = await reopen();
    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        (i % 2 ? storage : other).change("results", [{ key: "a", change: increment }]),
      ),
    );
    expect(dataOf(await storage.read("results", ["a"]))).toEqual([40]);
  });

  suite.corrupt("a damaged record exists, says what is wrong, and has not expired", async ({ storage, corrupt }) => {
    await storage.write("results", [writeOf("a", 1), writeOf("b", 2)]);
    await corrupt("a");
    expect(await storage.read("results", ["a", "b"])).toMatchObject([
      { corrupt: expect.stringMatching(/./), revision: expect.anything() },
      { data: 2 },
    ]);
    expect(await storage.has("results", ["a"])).toEqual([true]);
    expect(await keysOf(storage, "results")).toEqual(["a", "b"]);
    expect(await storage.remove("results", [removalOf("a", "expired")])).toEqual([false]);
    expect(await storage.write("results", [writeOf("a", 2, "absent")])).toMatchObject([
      { written: false, found: { corrupt: expect.anything() } },
    ]);
  });

  suite.corrupt("a damaged record can be replaced and removed, also by its revision", async ({ storage, corrupt }) => {
    await storage.write("results", [writeOf("a", 1), writeOf("b", 1)]);
    await corrupt("a");
    await corrupt("b");
    const [a, b] = await storage.read("results", ["a", "b"]);
    assert(a !== undefined && b !== undefined);
    const unchanged = { unchanged: a.revision };
    expect(await storage.write("results", [writeOf("a", 2, unchanged)])).toMatchObject([{ written: true }]);
    expect(await storage.remove("results", [removalOf("b", { unchanged: b.revision })])).toEqual([true]);
    expect(dataOf(await storage.read("results", ["a", "b"]))).toEqual([2, undefined]);
    await corrupt("a");
    expect(await storage.remove("results", [removalOf("a")])).toEqual([true]);
  });
}

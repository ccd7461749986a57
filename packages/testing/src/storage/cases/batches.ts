import { hash } from "node:crypto";
import { expect } from "vitest";
import { deferred } from "../../deferred.ts";
import type { StorageSuite } from "../opened-storage.ts";
import { contentOf, dataOf, removalOf, writeOf } from "../records.ts";

/** Batches, contents that are made on demand, and parts. */
export function batchCases(suite: StorageSuite): void {
  suite.case("a batch larger than the medium takes keeps its order", async ({ storage }) => {
    const count = 2 * storage.supports.batchSize + 3;
    const keys = Array.from({ length: count }, (_, i) => `k${i}`);
    const outcomes = await storage.write(
      "results",
      keys.map((key, i) => writeOf(key, i, i % 2 === 0 ? "any" : { unchanged: "none" })),
    );
    expect(outcomes.map(({ written }) => written)).toEqual(keys.map((_, i) => i % 2 === 0));
    expect(dataOf(await storage.read("results", keys))).toEqual(keys.map((_, i) => (i % 2 === 0 ? i : undefined)));
    const removed = await storage.remove(
      "results",
      keys.map((key) => removalOf(key)),
    );
    expect(removed).toEqual(keys.map((_, i) => i % 2 === 0));
  });

  suite.case("calls of one tick take effect in their order", async ({ storage }) => {
    const outcomes = await Promise.all([
      storage.write("results", [writeOf("a", 1)]),
      storage.read("results", ["a"]),
      storage.write("results", [writeOf("a", 2, "absent")]),
      storage.remove("results", [removalOf("a")]),
      storage.has("results", ["a"]),
      storage.write("results", [writeOf("a", 3, "absent")]),
      storage.read("results", ["a"]),
    ]);
    expect(outcomes).toMatchObject([
      [{ written: true }],
      [{ data: 1 }],
      [{ written: false }],
      [true],
      [false],
      [{ written: true }],
      [{ data: 3 }],
    ]);
  });

  suite.case(
    "a content is made when its write is carried out; a failure fails that call alone",
    async ({ storage }) => {
      const failure = new Error("no content");
      const prepare = () => {
        throw failure;
      };
      const [first, second, third] = await Promise.allSettled([
        storage.write("results", [{ key: "a", condition: "any", prepare: () => contentOf(1) }]),
        storage.write("results", [{ key: "b", condition: "any", prepare }, writeOf("c", 3)]),
        storage.write("results", [{ key: "d", condition: "any", prepare: async () => contentOf(4) }]),
      ]);
      expect(first).toMatchObject({ status: "fulfilled" });
      expect(second).toMatchObject({ status: "rejected", reason: failure });
      expect(third).toMatchObject({ status: "fulfilled" });
      expect(dataOf(await storage.read("results", ["a", "b", "c", "d"]))).toEqual([1, undefined, 3, 4]);
    },
  );

  suite.case("parts are written before the record that refers to them, if they are absent", async ({ storage }) => {
    const [stored, missing] = ["stored", "missing"].map((text) => hash("sha256", text)) as [string, string];
    await storage.write("values", [writeOf(stored, "as it was")]);
    const made: string[] = [];
    const part = (key: string) => ({
      key,
      prepare: () => {
        made.push(key);
        return contentOf("new");
      },
    });
    const parts = { space: "values" as const, levels: [[part(stored), part(missing)]] };
    const root = hash("sha256", "root");
    await storage.write("values", [{ ...writeOf(root, "root"), parts }]);
    expect(made).toEqual([missing]);
    expect(dataOf(await storage.read("values", [stored, missing, root]))).toEqual(["as it was", "new", "root"]);
  });

  suite.case("a record is not written if one of its parts cannot be", async ({ storage }) => {
    const prepare = () => {
      throw new Error("no part");
    };
    const parts = { space: "values" as const, levels: [[{ key: hash("sha256", "part"), prepare }]] };
    const root = hash("sha256", "root");
    await expect(storage.write("values", [{ ...writeOf(root, 1), parts }])).rejects.toThrow("no part");
    expect(await storage.has("values", [root])).toEqual([false]);
  });

  suite.case("writeTogether writes all records", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1)]);
    await storage.writeTogether("results", [writeOf("a", 2), writeOf("b", 2)]);
    expect(dataOf(await storage.read("results", ["a", "b"]))).toEqual([2, 2]);
  });

  suite.always("confirm skips keys that have no record", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1)]);
    await expect(storage.confirm("results", ["a", "none"])).resolves.toBeUndefined();
  });

  suite.case("close carries out accepted calls, and refuses later ones", async ({ storage }) => {
    const made = deferred<void>();
    const prepare = async () => {
      await made.promise;
      return contentOf(1);
    };
    const writing = storage.write("results", [{ key: "a", condition: "any", prepare }]);
    const closing = storage.close();
    made.resolve();
    expect(await writing).toMatchObject([{ written: true }]);
    await closing;
    await storage.close();
    for (const late of [storage.read("results", ["a"]), storage.wipe("results"), storage.remove("results", [])])
      await expect(late).rejects.toMatchObject({ code: "BACKEND_CLOSED" });
  });
}

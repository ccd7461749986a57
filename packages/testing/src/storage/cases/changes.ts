import { expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { CREATED, dataOf, increment, writeOf } from "../records.ts";

/** `change`. */
export function changeCases(suite: StorageSuite): void {
  suite.case("a change gets the stored record, and its outcome is the record after it", async ({ storage }) => {
    const change = { key: "a", change: increment };
    expect(await storage.change("results", [change])).toMatchObject([{ data: 1 }]);
    expect(await storage.change("results", [change, change])).toMatchObject([{ data: 2 }, { data: 3 }]);
    expect(await storage.read("results", ["a"])).toMatchObject([{ data: 3, createdAt: CREATED }]);
  });

  suite.case("a change that returns undefined leaves the record as it is", async ({ storage }) => {
    const nothing = { key: "a", change: () => undefined };
    expect(await storage.change("results", [nothing])).toEqual([undefined]);
    expect(await storage.has("results", ["a"])).toEqual([false]);
    await storage.write("results", [writeOf("a", 7)]);
    expect(await storage.change("results", [nothing])).toMatchObject([{ data: 7 }]);
  });

  suite.case("a change starts from nothing if the record has expired", async ({ storage, clock }) => {
    await storage.write("results", [writeOf("a", 7, "any", { expiresAt: clock.now() + 1000 })]);
    clock.advance(1);
    expect(await storage.change("results", [{ key: "a", change: increment }])).toMatchObject([{ data: 1 }]);
    expect(dataOf(await storage.read("results", ["a"]))).toEqual([1]);
  });

  suite.case("a change that throws has no effect, and the others do", async ({ storage }) => {
    const failure = new Error("refused");
    const fails = () => {
      throw failure;
    };
    const changes = [
      { key: "a", change: increment },
      { key: "a", change: fails },
      { key: "b", change: fails },
      { key: "a", change: increment },
    ];
    await expect(storage.change("results", changes)).rejects.toThrow("refused");
    expect(dataOf(await storage.read("results", ["a", "b"]))).toEqual([2, undefined]);
  });

  suite.case("concurrent changes of one record lose none", async ({ storage }) => {
    await Promise.all(
      Array.from({ length: 100 }, (_, i) => storage.change("results", [{ key: `k${i % 3}`, change: increment }])),
    );
    expect(dataOf(await storage.read("results", ["k0", "k1", "k2"]))).toEqual([34, 33, 33]);
  });
}

import { expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { contentOf, dataOf, writeOf } from "../records.ts";

/** `read` and `has`. */
export function readCases(suite: StorageSuite): void {
  suite.always("a key without a record is undefined, and is not stored", async ({ storage }) => {
    expect(await storage.read("results", ["a", "a/b"])).toEqual([undefined, undefined]);
    expect(await storage.has("results", ["a", "a/b"])).toEqual([false, false]);
  });

  suite.always("no keys give no outcomes", async ({ storage }) => {
    expect([await storage.read("results", []), await storage.has("results", [])]).toEqual([[], []]);
    expect([await storage.write("results", []), await storage.remove("results", [])]).toEqual([[], []]);
  });

  suite.case("every field of a record is read back", async ({ storage, clock }) => {
    const expiresAt = clock.now() + 1000;
    const updatedAt = "2026-01-02T03:04:05.678Z";
    const whole = contentOf(
      { at: "2026", list: [1, null, "ä 😀"] },
      { modelName: "Loss", namespace: "runs", version: 3, types: { at: "Date" }, updatedAt, expiresAt },
    );
    await storage.write("results", [{ key: "a", condition: "any", content: whole }, writeOf("b", 0)]);
    const [first, second] = await storage.read("results", ["a", "b"]);
    expect(first).toMatchObject(whole);
    expect(second).toMatchObject(contentOf(0));
    expect(second).not.toMatchObject({ types: expect.anything() });
    expect(second).not.toMatchObject({ expiresAt: expect.anything() });
  });

  suite.case("outcomes have the order of the keys, which may repeat", async ({ storage }) => {
    await storage.write("results", [writeOf("a", 1), writeOf("a/b", 2), writeOf("b", 3)]);
    const keys = ["b", "none", "a", "b", "a/b"];
    expect(dataOf(await storage.read("results", keys))).toEqual([3, undefined, 1, 3, 2]);
    expect(await storage.has("results", keys)).toEqual([true, false, true, true, true]);
  });

  suite.case("a read record belongs to the reader, a written one to the storage", async ({ storage }) => {
    const data = { list: [1] };
    await storage.write("results", [writeOf("a", data)]);
    data.list.push(2);
    const [first] = dataOf(await storage.read("results", ["a"])) as { list: number[] }[];
    expect(first).toEqual({ list: [1] });
    first?.list.push(3);
    expect(dataOf(await storage.read("results", ["a"]))).toEqual([{ list: [1] }]);
  });

  suite.case("a record has expired from the millisecond on that it names", async ({ storage, clock }) => {
    const expiresAt = clock.now() + 10;
    await storage.write("results", [writeOf("a", 1, "any", { expiresAt })]);
    clock.advance(0.009);
    expect(dataOf(await storage.read("results", ["a"]))).toEqual([1]);
    expect(await storage.has("results", ["a"])).toEqual([true]);
    clock.advance(0.001);
    expect(await storage.read("results", ["a"])).toEqual([undefined]);
    expect(await storage.has("results", ["a"])).toEqual([false]);
  });
}

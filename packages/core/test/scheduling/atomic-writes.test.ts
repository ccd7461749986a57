import { expect, test } from "vitest";
import type { RecordWrite } from "../../src/records/storage-backend.ts";
import { AtomicWrites, type WriteGroup } from "../../src/scheduling/atomic-writes.ts";

const group = (...keys: string[]): WriteGroup => ({
  space: "results",
  writes: keys.map((key) => ({ key }) as RecordWrite),
});

test("groups are added up to a thousand writes", () => {
  const writes = new AtomicWrites(async () => {});
  void writes.add(group(...Array.from({ length: 999 }, String)));
  expect(writes.isOpen).toBe(true);
  void writes.add(group("last"));
  expect(writes.isOpen).toBe(false);
});

test("a key is accessed in its space alone", () => {
  const writes = new AtomicWrites(async () => {});
  void writes.add(group("a", "b"));
  const accessed = [writes.accesses("results", "b"), writes.accesses("results", "c"), writes.accesses("cache", "a")];
  expect(accessed).toEqual([true, false, false]);
});

test("all groups are one transaction, and each its own one if that fails", async () => {
  for (const [bad, calls] of [
    ["none", ["a,b c"]],
    ["c", ["a,b c", "a,b", "c"]],
  ] as const) {
    const log: string[] = [];
    const writes = new AtomicWrites(async (groups) => {
      log.push(groups.map((each) => each.writes.map(({ key }) => key).join()).join(" "));
      if (groups.some((each) => each.writes.some(({ key }) => key === bad))) throw new Error("bad");
    });
    const settled = Promise.allSettled([writes.add(group("a", "b")), writes.add(group("c"))]);
    await writes.run();
    expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", bad === "c" ? "rejected" : "fulfilled"]);
    expect(log).toEqual(calls);
  }
});

test("a single group is not tried again, and its promise settles when it was written", async () => {
  let tries = 0;
  const writes = new AtomicWrites(async () => {
    tries++;
    await new Promise(setImmediate);
    throw new Error("bad");
  });
  const adding = expect(writes.add(group("a"))).rejects.toThrow("bad");
  await writes.run();
  await adding;
  expect(tries).toBe(1);
});

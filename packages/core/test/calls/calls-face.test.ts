import { collect, ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { CallsFace } from "../../src/index.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";
import { internalContent } from "../../src/records/internal-record.ts";
import { digest } from "../../src/values/digest.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const clock = new ManualClock();
const open = () => new CallsFace(new QueuedMemory({ clock }));
const CALL = { name: "f", arguments: { x: 1 }, result: 2 };

test("a call is saved under its key, and loaded by it", async () => {
  await using calls = open();
  const key = await calls.save(CALL, { ttlSeconds: 5 });
  expect(key).toBe(calls.key(CALL));
  expect(await calls.load(key.slice(0, 8))).toMatchObject({ key, name: "f", expiresAt: new Date(clock.now() + 5_000) });
  expect(await calls.evict(key)).toBe(true);
  await expect(calls.load(key)).rejects.toThrow(expect.objectContaining({ code: "DIGEST_NOT_FOUND" }));
  const read = calls.storage.read.bind(calls.storage);
  await calls.save(CALL);
  calls.storage.read = async (space, keys) => (space === "calls" ? [undefined] : read(space, keys));
  await expect(calls.load(key)).rejects.toThrow(expect.objectContaining({ code: "DIGEST_NOT_FOUND" }));
});

test("options and functions are checked", async () => {
  await using calls = open();
  await expect(calls.save(CALL, { ttl: 5 } as never)).rejects.toThrow("Unknown option 'ttl' of save.");
  await expect(calls.save(CALL, { ttlSeconds: 0 })).rejects.toThrow(RangeError);
  await expect(calls.transform(5 as never)).rejects.toThrow("change must be a function, got 5.");
  expect(await calls.transform()).toBe(0);
  const compute = (options: object) => calls.getOrCompute(CALL, () => expect.fail(), options as never);
  await expect(compute({ ttl: 5 })).rejects.toThrow("Unknown option 'ttl' of getOrCompute.");
  await expect(compute({ ttlSeconds: 0 })).rejects.toThrow(RangeError);
  await expect(calls.getOrCompute(CALL, 5 as never)).rejects.toThrow("compute must be a function, got 5.");
});

test("calls are queried by their parts, and by their metadata", async () => {
  const calls = open();
  for (const x of [1, 2]) await calls.save({ name: "f", arguments: { x }, metadata: { run: { loss: x } } });
  const found = async (template: object): Promise<unknown[]> =>
    (await collect(calls.query(template))).map(({ metadata }) => metadata.run?.loss).sort();
  expect(await found({})).toEqual([1, 2]);
  expect(await found({ arguments: { x: 2 } })).toEqual([2]);
  expect(await found({ where: { "metadata.run.loss": { lt: 2 } } })).toEqual([1]);
  await calls.close();
  expect(() => calls.query()).toThrow(expect.objectContaining({ code: "BACKEND_CLOSED" }));
});

test("pruning removes expired calls and the leases of dead processes, and releases what is cheap", async () => {
  await using calls = open();
  const storage = calls.storage as QueuedMemory;
  await calls.save(CALL, { ttlSeconds: 1 });
  await calls.save({ ...CALL, name: "g" });
  const content = internalContent("lease", { ...processIdentity(), pid: 2 ** 30, beats: 1 }, 0);
  await storage.write("call_leases", [{ key: "dead", condition: "any", content }]);
  clock.advance(1);
  expect([await calls.prune(), await calls.prune()]).toEqual([1, 0]);
  expect(await storage.listKeys("call_leases")).toEqual([]);
  expect(storage.released).toEqual([false, false]);
  await calls.compact();
  expect([await calls.gc(), storage.released]).toEqual([0, [false, false, true, false]]);
});

test("a copied call comes with its values", async () => {
  await using calls = open();
  await using target = open();
  await calls.save(CALL);
  expect(await calls.copyTo(target)).toEqual({ copied: 1, skipped: 0 });
  expect(await target.values.load(digest(2))).toBe(2);
  await expect(calls.copyTo({ importRecords: async () => [] } as never)).rejects.toThrow(
    "The target of a copy must be",
  );
});

test("records are imported if their values are stored, and they have not expired", async () => {
  await using calls = open();
  await using target = open();
  await calls.save(CALL);
  await calls.save({ ...CALL, name: "g" }, { ttlSeconds: 1 });
  const records = (await collect(calls.exportRecords())).flat();
  await expect(target.importRecords(records)).rejects.toThrow(expect.objectContaining({ code: "DIGEST_NOT_FOUND" }));
  expect(await target.list()).toEqual([]);
  await calls.values.copyTo(target.values);
  clock.advance(1);
  const stored = await target.importRecords(records);
  expect(stored.toSorted()).toEqual([false, true]);
  expect(await target.list()).toEqual([calls.key(CALL)]);
  await expect(target.importRecords([{ ...records[0], key: "x" } as never])).rejects.toThrow(
    expect.objectContaining({ code: "INVALID_DIGEST" }),
  );
  await expect(target.importRecords([{ ...records[0], key: "0".repeat(64) } as never])).rejects.toThrow("its key is");
});

test("a damaged call is not exported", async () => {
  await using calls = open();
  await calls.save(CALL);
  const content = internalContent("call", { name: 5 }, 0);
  await calls.storage.write("calls", [{ key: "0".repeat(64), condition: "any", content }]);
  const pages = collect(calls.exportRecords());
  await expect(pages).rejects.toThrow(expect.objectContaining({ code: "CORRUPT_RECORD" }));
  expect((await collect(calls.exportRecords({ onError: "skip" }))).flat()).toMatchObject([{ key: calls.key(CALL) }]);
});

import { expect, test } from "vitest";
import { CallSaver } from "../../src/calls/save-call.ts";
import { type Call, ValueRef } from "../../src/index.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import type { FoundRecord, MemoryStorage } from "../../src/storage.ts";
import { digest } from "../../src/values/digest.ts";
import { StoredValues } from "../../src/values/stored-values.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const CALL: Call = { name: "f", arguments: { x: 1 }, result: 2 };
const missing = expect.objectContaining({ code: "DIGEST_NOT_FOUND" });

/** Memory in which a garbage collection runs to its end right after the first write of a call, and finds nothing in use. */
class CollectedMemory extends QueuedMemory {
  isCollecting = true;

  protected override writeRecords(...[space, writes, now]: Parameters<MemoryStorage["writeRecords"]>) {
    const outcomes = super.writeRecords(space, writes, now);
    if (space === "calls" && this.isCollecting) {
      this.isCollecting = false;
      const removal = (key: string) => ({ key, condition: "any" }) as const;
      super.removeRecords("values", [digest(1), digest(2)].map(removal), now);
      super.removeRecords(
        "calls",
        writes.map(({ key }) => removal(key)),
        now,
      );
      const time = new Date(now).toISOString();
      const data = { epoch: "new", isOver: true };
      const content = { modelName: "c", namespace: "n", version: 1, data, createdAt: time, updatedAt: time };
      super.writeRecords("journal", [{ key: "gc", condition: "any", content }], now);
    }
    return outcomes;
  }
}

function open(storage = new QueuedMemory()) {
  const access = StorageAccess.to(storage, "calls");
  const saver = new CallSaver(access, new StoredValues(access));
  const log: string[] = [];
  const saveComputed = (before: FoundRecord, keeps = false) =>
    saver.saveComputed(CALL, undefined, {
      before,
      isKept: async (existing) => {
        // That of the call, and not that of the computation which asks.
        expect(existing).toMatchObject({ modelName: "call", data: { name: CALL.name, arguments: { x: digest(1) } } });
        log.push("asked");
        return keeps;
      },
      stored: () => log.push("stored"),
    });
  return { storage, saver, saveComputed, log };
}

test("a call is saved again, with its values, if a collection has run meanwhile", async () => {
  const { storage, saver } = open(new CollectedMemory());
  const key = await saver.save(CALL, undefined);
  expect(await storage.has("calls", [key])).toEqual([true]);
  expect(await storage.has("values", [digest(1), digest(2)])).toEqual([true, true]);
});

test("a computed call that was not stored is not stored again after a collection", async () => {
  const { storage, saver, saveComputed, log } = open(new CollectedMemory());
  const memory = storage as CollectedMemory;
  memory.isCollecting = false;
  const key = await saver.save(CALL, undefined);
  memory.isCollecting = true;
  expect(await saveComputed(undefined, true)).toMatchObject({ existing: { version: 1 } });
  expect(log).toEqual(["stored", "asked"]);
  expect(await storage.has("calls", [key])).toEqual([false]);
});

test("a computed call is stored once, if nothing else has been", async () => {
  const { storage, saveComputed, log } = open();
  expect(await saveComputed(undefined)).toEqual({ reference: undefined });
  expect(log).toEqual(["stored"]);
  expect(await storage.listKeys("calls")).toHaveLength(1);
});

test("what was stored meanwhile is kept or replaced, and what was removed is no obstacle", async () => {
  for (const keeps of [true, false]) {
    const { storage, saver, saveComputed, log } = open();
    const key = await saver.save({ ...CALL, result: 3 }, undefined);
    const [before] = await storage.read("calls", [key]);
    expect((await saveComputed(undefined, keeps)).existing).toEqual(keeps ? before : undefined);
    expect(log).toEqual(keeps ? ["stored", "asked"] : ["stored", "asked", "stored"]);
    if (keeps) expect(await saveComputed(before)).toEqual({ reference: undefined });
    const [found] = await storage.read("calls", [key]);
    expect(found).toMatchObject({ data: { result: digest(2) } });
    await storage.remove("calls", [{ key, condition: "any" }]);
    log.length = 0;
    expect(await saveComputed(found)).toEqual({ reference: undefined });
    expect(log).toEqual(["stored", "stored"]);
  }
});

test("a call may refer to stored values, and to no others", async () => {
  const { storage, saver } = open();
  const stored = new ValueRef(digest("stored"));
  const content = { modelName: "v", namespace: "n", version: 1, data: "stored", createdAt: "", updatedAt: "" };
  await storage.write("values", [{ key: stored.digest, condition: "any", content }]);
  const key = await saver.save({ name: "f", arguments: { x: stored } }, undefined);
  const other = new ValueRef(digest("other"));
  await expect(saver.save({ name: "f", arguments: { x: stored, y: other } }, undefined)).rejects.toThrow(missing);
  expect(await storage.listKeys("calls")).toEqual([key]);
});

test("the journal is read in the batch of the save", async () => {
  const { storage, saver } = open();
  await saver.save(CALL, undefined);
  const order: string[] = [];
  const [write, read] = [storage.write.bind(storage), storage.read.bind(storage)];
  storage.write = (space, writes) => {
    order.push(`write ${space}`);
    return write(space, writes).finally(() => order.push("written"));
  };
  storage.read = (space, keys) => {
    order.push(`read ${space}`);
    return read(space, keys);
  };
  await saver.save({ ...CALL, name: "g" }, undefined);
  expect(order).toEqual(["write calls", "read journal", "written"]);
});

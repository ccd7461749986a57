import { setImmediate as nextTurn } from "node:timers/promises";
import { deferred, expectSame, faceOver } from "@results-manager/testing";
import { expect, test } from "vitest";
import { MemoryValues, ValuesFace } from "../../src/index.ts";
import { MemoryStorage, type RecordRemoval, type RecordWrite, type Space } from "../../src/storage.ts";
import { WAITING, withoutCollections } from "../../src/values/gc-guard.ts";

/** Counts what is written, and fails to remove values while it is told to. */
class WatchedStorage extends MemoryStorage {
  readonly written: Space[] = [];
  fails = false;

  protected override writeRecords(space: Space, writes: readonly RecordWrite[], now: number) {
    for (const _ of writes) this.written.push(space);
    return super.writeRecords(space, writes, now);
  }

  protected override removeRecords(space: Space, removals: readonly RecordRemoval[], now: number) {
    if (this.fails && space === "values") throw new Error("The medium failed.");
    return super.removeRecords(space, removals, now);
  }
}

const WatchedValues = faceOver(ValuesFace, WatchedStorage);

test("a collection that did not come to its end costs the next save, and none after it", async () => {
  await using values = new WatchedValues();
  await values.save("unused");
  values.storage.fails = true;
  await expect(values.gc()).rejects.toThrow("failed");
  values.storage.fails = false;
  expectSame(await values.load(await values.save("first")), "first");
  values.storage.written.length = 0;
  await values.save("second");
  expect(values.storage.written).toEqual(["values"]);
});

test("who misses the pause between two collections asks for another one", async () => {
  await using values = new WatchedValues();
  const { storage } = values;
  await values.save("before");
  await values.gc();
  const collection = deferred<void>();
  const collecting = withoutCollections(storage, () => collection.promise);
  const saving = values.save("during");
  for (let pauses = 0; pauses < 3; ) {
    const [isAsked] = await storage.remove("journal", [{ key: WAITING, condition: "any" }]);
    if (isAsked) pauses++;
    else await nextTurn();
  }
  collection.resolve();
  await collecting;
  expectSame(await values.load(await saving), "during");
});

test("a chain of any length is collected", async () => {
  await using values = new MemoryValues();
  const time = new Date(0).toISOString();
  const record = { modelName: "value", namespace: "results-manager", version: 1, createdAt: time, updatedAt: time };
  const key = (i: number): string => i.toString(16).padStart(64, "0");
  for (let i = 0; i < 30_000; i++) {
    const content = { ...record, data: [key(i + 1)], types: { "0": "reference" } };
    await values.storage.write("values", [{ key: key(i), condition: "any", content }]);
  }
  expect(await values.gc()).toBe(30_000);
});

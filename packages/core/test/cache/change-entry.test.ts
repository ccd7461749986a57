import { expect, test } from "vitest";
import { changeEntry } from "../../src/cache/change-entry.ts";
import { entryOf } from "../../src/cache/entry.ts";
import { CacheFace } from "../../src/index.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

const entry = (value: unknown) => entryOf("a", value, { now: 0, expiresAt: undefined });

/** Changes an entry, and tells what the change got, what was added, and how many operations it took. */
async function changed(cache: CacheFace, next: unknown) {
  const storage = cache.storage as QueuedMemory;
  storage.operations.length = 0;
  const found: unknown[] = [];
  const added = await changeEntry(StorageAccess.to(storage, "cache"), "a", (living) => {
    found.push(living?.data);
    return next === undefined ? undefined : entry(next);
  });
  return { found, added: added?.data, operations: storage.operations.length };
}

test("a missing entry is added, another one is changed, and no change adds nothing", async () => {
  await using cache = new CacheFace(new QueuedMemory());
  expect(await changed(cache, undefined)).toEqual({ found: [undefined], added: undefined, operations: 1 });
  expect(await changed(cache, 1)).toEqual({ found: [undefined], added: 1, operations: 1 });
  expect(await changed(cache, 2)).toEqual({ found: [1], added: undefined, operations: 1 });
  expect(await changed(cache, undefined)).toEqual({ found: [2], added: undefined, operations: 1 });
});

test("an entry with tags is changed when their versions are known, if it is valid", async () => {
  await using cache = new CacheFace(new QueuedMemory());
  const data = { value: 1, tags: [["t", expect.any(String)]] };
  await cache.setValue("a", 1, { tags: ["t"] });
  expect(await changed(cache, undefined)).toEqual({ found: [data], added: undefined, operations: 2 });
  await cache.invalidateTag("t");
  expect(await changed(cache, 2)).toEqual({ found: [undefined], added: 2, operations: 2 });
  expect(await cache.getValue("a")).toBe(2);
});

test("a damaged entry is refused, and its change is not called", async () => {
  class Torn extends QueuedMemory {
    override change(...[, changes]: Parameters<QueuedMemory["change"]>): Promise<never[]> {
      for (const { change } of changes) change({ corrupt: "torn", revision: {} });
      return Promise.resolve([]);
    }
  }
  await using cache = new CacheFace(new Torn());
  await expect(changed(cache, 1)).rejects.toThrow(expect.objectContaining({ code: "CORRUPT_RECORD" }));
});

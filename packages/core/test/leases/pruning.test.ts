import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { processIdentity } from "../../src/leases/process-identity.ts";
import { pruneExpired, pruneLeases, pruneRecords } from "../../src/leases/pruning.ts";
import { internalContent } from "../../src/records/internal-record.ts";
import type { Space } from "../../src/storage.ts";
import { QueuedMemory } from "../support/queued-memory.ts";

async function open() {
  const clock = new ManualClock();
  const storage = new QueuedMemory({ clock });
  const write = (space: Space, key: string, data: object, ttlMs?: number) => {
    const options = { expiresAt: ttlMs === undefined ? undefined : clock.now() + ttlMs };
    const content = internalContent("test", data as never, clock.now(), options);
    return storage.write(space, [{ key, condition: "any", content }]);
  };
  const own = { ...processIdentity(), beats: 1 };
  await write("leases", "alive", own);
  await write("leases", "dead", { ...own, pid: 2 ** 30 });
  await write("results", "kept", {});
  await write("results", "expiring", {}, 1000);
  return { clock, storage };
}

test("expired results and the leases of dead holders are removed, and cheap space is released", async () => {
  const { clock, storage } = await open();
  clock.advance(1);
  expect(await pruneRecords(storage)).toBe(1);
  expect([await storage.listKeys("results"), await storage.listKeys("leases")]).toEqual([["kept"], ["alive"]]);
  expect(storage.released).toEqual([false]);
});

test("nothing is removed that has not expired, and no lease that is renewed or gone", async () => {
  const { storage } = await open();
  expect(await pruneExpired(storage, "results")).toBe(0);
  const read = storage.read.bind(storage);
  storage.read = async (space, keys) => {
    const found = await read(space, keys);
    await storage.remove("leases", [{ key: "dead", condition: "any" }]);
    return found.map((record, i) => (keys[i] === "alive" ? undefined : record));
  };
  await pruneLeases(storage, "leases");
  expect(await storage.listKeys("leases")).toEqual(["alive"]);
});

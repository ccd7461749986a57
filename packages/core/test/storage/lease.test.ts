import { assert, expect, test } from "vitest";
import { MemoryStorage, systemClock } from "../../src/index.ts";
import { Lease, LeaseWatch } from "../../src/storage/lease.ts";
import { processIdentity } from "../../src/storage/process-identity.ts";

const KEY = "id";

async function holderOf(
  storage: MemoryStorage,
): Promise<NonNullable<Awaited<ReturnType<MemoryStorage["read"]>>[number]>> {
  const [holder] = await storage.read("leases", [KEY]);
  assert(holder);
  return holder;
}

/** A lease of somebody else, as it stands in the store. */
async function foreignLease(storage: MemoryStorage, data: Record<string, string | number>): Promise<void> {
  const time = new Date().toISOString();
  const content = {
    modelName: "lease",
    namespace: "results-manager",
    version: 1,
    data,
    createdAt: time,
    updatedAt: time,
  };
  await storage.write("leases", [{ key: KEY, condition: "any", content }]);
}

test("a lease is held by one, and free again when it is released", async () => {
  await using storage = new MemoryStorage();
  const lease = await Lease.take(storage, KEY, systemClock, "absent");
  assert(lease instanceof Lease);
  const second = await Lease.take(storage, KEY, systemClock, "absent");
  assert(!(second instanceof Lease));
  expect(second.holder).toMatchObject({ data: { pid: process.pid } });
  await lease.release();
  const third = await Lease.take(storage, KEY, systemClock, "absent");
  assert(third instanceof Lease);
  await third.release();
  expect(await storage.has("leases", [KEY])).toEqual([false]);
});

test("a living holder of this machine is not taken for dead", async () => {
  await using storage = new MemoryStorage();
  const lease = await Lease.take(storage, KEY, systemClock, "absent");
  assert(lease instanceof Lease);
  expect(new LeaseWatch().isDead(await holderOf(storage))).toBe(false);
  await lease.release();
});

test("a dead holder of this machine is seen at once, and its lease can be taken over", async () => {
  await using storage = new MemoryStorage();
  await foreignLease(storage, { ...processIdentity(), pid: 2 ** 30, beats: 3 });
  const holder = await holderOf(storage);
  expect(new LeaseWatch().isDead(holder)).toBe(true);
  const [first, second] = await Promise.all([
    Lease.take(storage, KEY, systemClock, { unchanged: holder.revision }),
    Lease.take(storage, KEY, systemClock, { unchanged: holder.revision }),
  ]);
  assert(first instanceof Lease);
  expect(second).not.toBeInstanceOf(Lease);
  await first.release();
});

test("a holder elsewhere is given time", async () => {
  await using storage = new MemoryStorage();
  await foreignLease(storage, { host: "elsewhere", pid: 1, started: "1", beats: 0 });
  expect(new LeaseWatch().isDead(await holderOf(storage))).toBe(false);
});

test("a lease that somebody took over is left alone by its old holder", async () => {
  await using storage = new MemoryStorage();
  const lease = await Lease.take(storage, KEY, systemClock, "absent");
  assert(lease instanceof Lease);
  await foreignLease(storage, { host: "elsewhere", pid: 1, started: "1", beats: 0 });
  await lease.release();
  expect(await holderOf(storage)).toMatchObject({ data: { host: "elsewhere" } });
});

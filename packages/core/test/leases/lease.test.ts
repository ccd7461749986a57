import { assert, expect, test, vi } from "vitest";
import { systemClock } from "../../src/index.ts";
import { Lease } from "../../src/leases/lease.ts";
import { LeaseWatch } from "../../src/leases/lease-watch.ts";
import { processIdentity } from "../../src/leases/process-identity.ts";
import { Computing } from "../../src/scheduling/computing.ts";
import { type FoundRecord, MemoryStorage, type RecordWrite, type Space } from "../../src/storage.ts";

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
  expect(new LeaseWatch(undefined).isDead(await holderOf(storage))).toBe(false);
  await lease.release();
});

test("a dead holder of this machine is seen at once, and its lease can be taken over", async () => {
  await using storage = new MemoryStorage();
  await foreignLease(storage, { ...processIdentity(), pid: 2 ** 30, beats: 3 });
  const holder = await holderOf(storage);
  expect(new LeaseWatch(undefined).isDead(holder)).toBe(true);
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
  expect(new LeaseWatch(undefined).isDead(await holderOf(storage))).toBe(false);
});

test("a lease that somebody took over is left alone by its old holder", async () => {
  await using storage = new MemoryStorage();
  const lease = await Lease.take(storage, KEY, systemClock, "absent");
  assert(lease instanceof Lease);
  await foreignLease(storage, { host: "elsewhere", pid: 1, started: "1", beats: 0 });
  await lease.release();
  expect(await holderOf(storage)).toMatchObject({ data: { host: "elsewhere" } });
});

test.each([
  ["a thread of this process", processIdentity(), false],
  ["another process", { ...processIdentity(), pid: 2 ** 30 }, true],
])("a lease of %s is disowned only if it is this process's own", async (_, identity, stays) => {
  await using storage = new MemoryStorage();
  await Lease.disown(storage, KEY, "leases"); // There is none.
  await foreignLease(storage, { ...identity, beats: 1 });
  await Lease.disown(storage, KEY, "leases");
  expect(await storage.has("leases", [KEY])).toEqual([stays]);
});

/** A holder in another process table of this machine, such as that of another container. */
const CONTAINED = { ...processIdentity(), host: "container pid:[1]", pid: 7, beats: 0, session: "s" };
const REMOTE = { ...CONTAINED, kernel: "another" };
/** It lives: it is this process. */
const HERE = { ...processIdentity(), beats: 0, session: "s" };
const SOON = 4_999;
const LATER = 5_001;
const MUCH_LATER = 60_001;

test.for([
  ["of another container whose store is open", CONTAINED, true, { dead: MUCH_LATER, alive: MUCH_LATER - 2 }],
  ["of another container whose store is gone", CONTAINED, false, { dead: 0 }],
  ["of another container where nothing tells", CONTAINED, undefined, { dead: LATER, alive: SOON }],
  ["of another machine whose store is open", REMOTE, true, { dead: MUCH_LATER, alive: MUCH_LATER - 2 }],
  ["of another machine whose locks are not seen", REMOTE, false, { dead: LATER, alive: SOON }],
  ["of this process table whose store is open", HERE, true, { dead: MUCH_LATER, alive: MUCH_LATER - 2 }],
  ["of this process table where nothing tells", HERE, undefined, { dead: MUCH_LATER, alive: MUCH_LATER - 2 }],
  ["of a process that lost the thread that held it", HERE, false, { dead: LATER, alive: SOON }],
  ["of a process that has died", { ...HERE, pid: 2 ** 30 }, true, { dead: 0 }],
] as const)(
  "a holder %s",
  async ([, data, open, { dead, alive }]: readonly [
    string,
    Record<string, string | number>,
    boolean | undefined,
    { readonly dead: number; readonly alive?: number },
  ]) => {
    await using storage = new MemoryStorage();
    await foreignLease(storage, data);
    const holder = await holderOf(storage);
    let now = 1_000;
    const asked: string[] = [];
    const isOpen = (name: string): boolean | undefined => {
      asked.push(name);
      return open;
    };
    const watch = new LeaseWatch({ isOpen }, () => now);
    expect(watch.isDead(holder)).toBe(dead === 0);
    if (alive !== undefined) {
      now = 1_000 + alive;
      expect(watch.isDead(holder)).toBe(false);
    }
    now = 1_000 + dead;
    expect(watch.isDead(holder)).toBe(true);
    expect(asked.every((name) => name === "s")).toBe(true);
  },
);

test("a sign of life begins the silence again", async () => {
  await using storage = new MemoryStorage();
  await foreignLease(storage, CONTAINED);
  let now = 0;
  const watch = new LeaseWatch(undefined, () => now);
  expect(watch.isDead(await holderOf(storage))).toBe(false);
  now = SOON;
  await foreignLease(storage, { ...CONTAINED, beats: 1 });
  expect(watch.isDead(await holderOf(storage))).toBe(false);
  now = SOON + LATER - 2;
  expect(watch.isDead(await holderOf(storage))).toBe(false);
});

/** Memory that counts the writes of leases by their keys. */
class CountingStorage extends MemoryStorage {
  readonly writes: string[] = [];

  protected override writeRecords(space: Space, writes: readonly RecordWrite[], now: number) {
    this.writes.push(...writes.map(({ key }) => key));
    return super.writeRecords(space, writes, now);
  }
}

async function takeFrom(storage: MemoryStorage, key: string, computing?: Computing): Promise<Lease> {
  const lease = await Lease.take(storage, key, systemClock, "absent", { computing });
  assert(lease instanceof Lease);
  return lease;
}

test("a holder counts its heartbeats until the lease is released or lost", async () => {
  await using storage = new CountingStorage();
  const released = await takeFrom(storage, "released");
  const lost = await takeFrom(storage, "lost");
  const lease = await takeFrom(storage, KEY);
  const first = await holderOf(storage);
  expect(first).toMatchObject({ data: { beats: 0 } });
  await released.release();
  await storage.remove("leases", [{ key: "lost", condition: "any" }]);
  await vi.waitFor(async () => expect((await holderOf(storage)).revision).not.toBe(first.revision), 5_000);
  expect(await holderOf(storage)).toMatchObject({ data: { beats: 1 } });
  expect(storage.writes.filter((key) => key === "released")).toHaveLength(1);
  await Promise.all([lease.release(), lost.release()]);
  expect(await storage.has("leases", [KEY])).toEqual([false]);
});

test("a computation is known by the lease that it holds, of each store, until that is released", async () => {
  const stores = [new MemoryStorage(), new MemoryStorage()] as const;
  const computings = stores.map(() => new Computing(KEY, KEY));
  const leases = await Promise.all(stores.map((store, i) => takeFrom(store, KEY, computings[i])));
  const [one, other] = (await Promise.all(stores.map(holderOf))) as [FoundRecord, FoundRecord];
  const known = (found: FoundRecord, key = KEY) => Lease.computingOf("leases", key, found);
  expect([known(one), known(other)]).toEqual(computings);
  expect([known(undefined), known(one, "other"), known({ corrupt: "torn", revision: {} })]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  expect(Lease.computingOf("cache_leases", KEY, one)).toBeUndefined();
  await leases[0]?.release();
  expect([known(one), known(other)]).toEqual([undefined, computings[1]]);
  await leases[1]?.release();
  expect(known(other)).toBeUndefined();
});

test("a damaged lease is not disowned", async () => {
  await using storage = new MemoryStorage();
  await foreignLease(storage, { beats: 1 });
  await Lease.disown(storage, KEY, "leases");
  expect(await storage.has("leases", [KEY])).toEqual([true]);
});

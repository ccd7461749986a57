import { setTimeout as delay } from "node:timers/promises";
import { isResultsError, ModelRegistry, ResultsFace } from "@results-manager/core";
import { expectCode } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { PostgresBackend, PostgresCache, PostgresStorage } from "../../src/index.ts";
import { connectRaw, newSchemaName, pg, runRaw } from "../new-schema.ts";
import { PostgresServer } from "../server/postgres-server.ts";
import { CuttingProxy } from "./cutting-proxy.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const CUTS = process.env.TEST_ALL ? 1000 : 50;
const TERMINATIONS = process.env.TEST_ALL ? 200 : 20;
const RESTARTS = process.env.TEST_ALL ? 50 : 3;
let schema: string;

beforeEach(() => {
  schema = newSchemaName();
});

afterEach(() => runRaw(`drop schema if exists ${schema} cascade`));

/**
 * Writes and counts with several stores, until it is stopped; then all that was acknowledged must be there.
 *
 * @returns the number of writes whose outcome the store said it does not know.
 */
async function underWriters(url: string, writers: number, disturb: () => Promise<void>): Promise<number> {
  const stores = Array.from(
    { length: writers },
    () => new PostgresStorage(url, { schema, registry, maxConnections: 3 }),
  );
  const acknowledged = new Map<string, number>();
  let isOver = false;
  let counted = 0;
  let unknown = 0;
  const isKnown = async (work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isResultsError(error, "STORAGE_UNREACHABLE")) throw error;
      unknown++;
      return false;
    }
  };
  const write = async (storage: PostgresStorage, writer: number): Promise<void> => {
    const results = new ResultsFace(storage);
    for (let n = 0; !isOver; n++) {
      const ids = [`w${writer}/${n}`, `w${writer}/last`];
      const set = (id: string) => results.set(id, n, { model: Count, behavior: "overwrite" });
      while (!(await isKnown(() => Promise.all(ids.map(set)))));
      for (const id of ids) acknowledged.set(id, n);
      if (await isKnown(() => results.update("counter", Count, (value = 0) => value + 1))) counted++;
    }
  };
  const writing = Promise.all(stores.map(write));
  writing.catch(() => {}); // Awaited below.
  try {
    await disturb();
  } finally {
    isOver = true;
  }
  await writing;
  const results = new ResultsFace(stores[0] as PostgresStorage);
  const ids = [...acknowledged.keys()];
  expect(await results.getMany(ids, Count)).toEqual([...acknowledged.values()]);
  const counter = (await results.getMany(["counter"], Count))[0] ?? 0;
  expect(counter).toBeGreaterThanOrEqual(counted);
  expect(counter).toBeLessThanOrEqual(counted + unknown);
  await Promise.all(stores.map((store) => store.close()));
  return unknown;
}

test("connections that the server ends lose nothing", async () => {
  const raw = await connectRaw(inject("postgresUrl"));
  const own = new URL(inject("postgresUrl"));
  own.searchParams.set("application_name", schema);
  const end = "select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1 limit 1";
  let ended = 0;
  const unknown = await underWriters(own.href, 3, async () => {
    while (ended < TERMINATIONS) {
      ended += (await raw.query(end, [schema])).rows.length;
      await delay(10);
    }
  });
  await raw.end();
  expect(unknown).toBeLessThanOrEqual(1); // The counter's creation, if its answer was lost and another writer counted on.
});

test("connections that are cut on a slow network lose nothing", async () => {
  await using proxy = await CuttingProxy.to(inject("postgresUrl"), { delayMs: 1 });
  const unknown = await underWriters(proxy.url, 3, async () => {
    while (proxy.cuts < CUTS) {
      proxy.cutOne();
      await delay(15);
    }
  });
  expect(unknown).toBeLessThanOrEqual(1); // The counter's creation, if its answer was lost and another writer counted on.
});

// A server that starts again may have forgotten the number of a transaction, and the store then says so.
test("a server that is killed and started again loses nothing", async () => {
  await using server = await PostgresServer.start({ fsync: true });
  await underWriters(server.url, 4, async () => {
    for (let i = 0; i < RESTARTS; i++) {
      await delay(200);
      await server.kill();
      await server.resume();
    }
    await delay(200);
  });
});

test("nothing waits longer than timeoutMs, not even on a network that is gone", async () => {
  await using proxy = await CuttingProxy.to(inject("postgresUrl"));
  await using results = new PostgresBackend(proxy.url, { schema, registry, timeoutMs: 300 });
  await results.set("a", 1, { model: Count });
  proxy.freeze();
  const pending = [
    results.set("b", 1, { model: Count }),
    results.get("a", Count),
    results.delete("a"),
    results.listIds(),
    results.update("a", Count, () => 2),
  ];
  for (const each of await Promise.allSettled(pending))
    expect(each).toMatchObject({ status: "rejected", reason: { code: "STORAGE_UNREACHABLE" } });
});

test("a pool without a free connection is STORAGE_UNREACHABLE, and works once there is one", async () => {
  const pool = new pg.Pool({ connectionString: inject("postgresUrl"), max: 1 });
  const results = new PostgresBackend(pool, { schema, registry, timeoutMs: 2_000 });
  await results.set("a", 1, { model: Count });
  const taken = await pool.connect();
  await expectCode(results.get("a", Count), "STORAGE_UNREACHABLE");
  taken.release();
  expect(await results.get("a", Count)).toBe(1);
  await results.close();
  await pool.end();
});

test("a row that another transaction keeps locked delays a write for timeoutMs", async () => {
  await using cache = new PostgresCache(inject("postgresUrl"), { schema, timeoutMs: 300 });
  await cache.setValue("n", 1);
  const raw = await connectRaw(inject("postgresUrl"));
  await raw.query(`begin; select * from ${schema}.results_manager_cache for update`);
  await expect(cache.incr("n")).rejects.toMatchObject({
    code: expect.stringMatching(/LOCK_TIMEOUT|STORAGE_UNREACHABLE/),
  });
  await raw.query("rollback");
  await raw.end();
  expect(await cache.incr("n")).toBe(2);
});

test("statements whose transactions wait for each other are repeated, and no caller sees it", async () => {
  const stores = [0, 1].map(() => new PostgresStorage(inject("postgresUrl"), { schema, registry }));
  const [first, second] = stores.map((storage) => new ResultsFace(storage)) as [ResultsFace, ResultsFace];
  await first.set("a", 0, { model: Count });
  await first.set("b", 0, { model: Count });
  const raw = await connectRaw(inject("postgresUrl"));
  // A transaction of another program locks in the opposite order: one of the two is undone by the server.
  for (let i = 0; i < 5; i++) {
    await raw.query(`begin; select * from ${schema}.results where id = 'b' for update`);
    const written = second.setMany(
      [
        ["a", i],
        ["b", i],
      ],
      { model: Count, behavior: "overwrite" },
    );
    await delay(50);
    const locked = raw.query(`select * from ${schema}.results where id = 'a' for update`).catch(() => {});
    await locked;
    await raw.query("rollback");
    expect(await written).toEqual([true, true]);
  }
  await raw.end();
  await Promise.all(stores.map((store) => store.close()));
});

import { setTimeout as delay } from "node:timers/promises";
import { ModelRegistry, ResultsFace } from "@results-manager/core";
import { expectCode } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { PostgresBackend, PostgresCache, PostgresStorage } from "../../src/index.ts";
import { newSchemaName, runRaw } from "../new-schema.ts";
import { connectRaw, pg } from "../raw-client.ts";
import { PostgresServer } from "../server/postgres-server.ts";
import { CuttingProxy } from "./cutting-proxy.ts";
import { cutConnections, endConnections, restart } from "./disturbances.ts";
import { underWriters } from "./under-writers.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
let schema: string;

beforeEach(() => {
  schema = newSchemaName();
});

afterEach(() => runRaw(`drop schema if exists ${schema} cascade`));

test("connections that the server ends lose nothing", async () => {
  const own = new URL(inject("postgresUrl"));
  own.searchParams.set("application_name", schema);
  const disturb = () => endConnections(inject("postgresUrl"), schema, 20);
  const { unknown } = await underWriters({ url: own.href, schema, writers: 3, disturb });
  expect(unknown).toBe(0);
});

test("connections that are cut on a slow network lose nothing", async () => {
  await using proxy = await CuttingProxy.to(inject("postgresUrl"), { delayMs: 1 });
  const disturb = () => cutConnections(proxy, 50);
  const { unknown } = await underWriters({ url: proxy.url, schema, writers: 3, disturb });
  expect(unknown).toBe(0);
});

// A server that starts again may have forgotten the number of a transaction, and the store then says so.
test("a server that is killed and started again loses nothing", async () => {
  await using server = await PostgresServer.start({ fsync: true });
  await underWriters({ url: server.url, schema, writers: 4, disturb: () => restart(server, 3) });
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

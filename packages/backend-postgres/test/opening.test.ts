import { execFile } from "node:child_process";
import type { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ModelRegistry } from "@results-manager/core";
import { expectCode } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type PgClient, type PgQuery, PostgresBackend, PostgresStorage } from "../src/index.ts";
import { newSchemaName, runRaw } from "./new-schema.ts";
import { pg } from "./raw-client.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const PROCESSES = process.env.TEST_ALL ? 16 : 3;
let schema: string;

beforeEach(() => {
  schema = newSchemaName();
});

afterEach(() => runRaw(`drop schema if exists "${schema}" cascade`));

function run(child: string): Promise<{ readonly stdout: string }> {
  const script = fileURLToPath(new URL(`./children/${child}`, import.meta.url));
  return promisify(execFile)(process.execPath, [
    "--conditions=@results-manager/source",
    script,
    inject("postgresUrl"),
    schema,
  ]);
}

test("processes that open an empty database at once make its tables once", async () => {
  const script = fileURLToPath(new URL("./children/open-and-set.ts", import.meta.url));
  const args = ["--conditions=@results-manager/source", script, inject("postgresUrl"), schema];
  await Promise.all(
    Array.from({ length: PROCESSES }, (_, n) => promisify(execFile)(process.execPath, [...args, String(n)])),
  );
  await using results = new PostgresBackend(inject("postgresUrl"), { registry, schema });
  expect(await results.listIds("process")).toHaveLength(PROCESSES);
  const migrations = await runRaw(`select name from ${schema}.results_manager_migrations order by name`);
  expect(migrations).toEqual([{ name: "0001_models" }, { name: "0001_results" }]);
});

test("stores of one process that are opened at once make the tables once", async () => {
  const stores = Array.from({ length: 8 }, () => new PostgresBackend(inject("postgresUrl"), { registry, schema }));
  await Promise.all(stores.map((store, i) => store.set(`${i}`, i, { model: Count })));
  expect(await stores[0]?.listIds()).toHaveLength(8);
  await Promise.all(stores.map((store) => store.close()));
});

test("a process whose store stays open ends", async () => {
  expect((await run("leave-open.ts")).stdout).toBe("done\n");
});

test("a store of a later release is not touched", async () => {
  await runRaw(`create schema ${schema}`);
  await runRaw(`create table ${schema}.results_manager_migrations (name text primary key)`);
  await runRaw(`insert into ${schema}.results_manager_migrations values ('0007_results')`);
  await using results = new PostgresBackend(inject("postgresUrl"), { registry, schema });
  await expectCode(results.set("a", 1, { model: Count }), "STORE_TOO_NEW");
});

test("a schema may have any name, and its neighbours are not touched", async () => {
  await runRaw(`create schema ${schema}`);
  await runRaw(`create table ${schema}.results (id int)`);
  const odd = `${schema} "Odd"; name`;
  const results = new PostgresBackend(inject("postgresUrl"), { registry, schema: odd });
  await results.set("a", 1, { model: Count });
  expect(await results.clear()).toBe(1);
  await results.close();
  await runRaw(`drop schema "${odd.replaceAll('"', '""')}" cascade`);
  expect(await runRaw(`select count(*)::int as n from ${schema}.results`)).toEqual([{ n: 0 }]);
});

test("a pool of the application is used, and stays open", async () => {
  const pool = new pg.Pool({ connectionString: inject("postgresUrl"), max: 2 });
  const results = new PostgresBackend(pool, { registry, schema });
  await Promise.all(Array.from({ length: 50 }, (_, i) => results.set(`${i}`, i, { model: Count })));
  expect(await results.update("7", Count, (n = 0) => n + 1)).toBe(8);
  expect(await results.delete("7")).toBe(true);
  expect(await results.listIds()).toHaveLength(49);
  await results.close();
  const client = await pool.connect();
  client.release();
  await pool.end();
});

test("a client of a pool gets one query at a time, unless it has a pipeline", async () => {
  const pool = new pg.Pool({ connectionString: inject("postgresUrl"), max: 2 });
  let most = 0;
  (pool as unknown as EventEmitter).on("connect", (client: PgClient) => {
    const query = client.query.bind(client);
    let running = 0;
    Object.assign(client, {
      query: async (asked: PgQuery) => {
        most = Math.max(most, ++running);
        return await query(asked).finally(() => running--);
      },
    });
  });
  const results = new PostgresBackend(pool, { registry, schema });
  await Promise.all(Array.from({ length: 20 }, (_, i) => results.set(`${i}`, i, { model: Count })));
  await results.update("7", Count, (n = 0) => n + 1);
  await results.deleteMany(["8", "9"]);
  await results.close();
  await pool.end();
  expect(most).toBe(1);
});

test("stores that come and go on one pool leave no listeners behind", async () => {
  const pool = new pg.Pool({ connectionString: inject("postgresUrl"), max: 1 });
  const client = await pool.connect();
  const listeners = (): number[] =>
    [pool, client].flatMap((each) => ["error", "acquire"].map((event) => (each as EventEmitter).listenerCount(event)));
  client.release();
  const counts: number[][] = [];
  for (let i = 0; i < 3; i++) {
    await using results = new PostgresBackend(pool, { registry, schema });
    await results.set(`${i}`, i, { model: Count });
    counts.push(listeners());
  }
  expect(counts[2]).toEqual(counts[0]);
  await pool.end();
});

test("a database with another encoding is refused", async () => {
  const name = newSchemaName();
  await runRaw(`create database ${name} encoding 'SQL_ASCII' template template0 locale 'C'`);
  const url = new URL(inject("postgresUrl"));
  url.pathname = `/${name}`;
  const results = new PostgresBackend(url.href, { registry });
  const error = await expectCode(results.set("a", 1, { model: Count }), "STORAGE_FAILED");
  expect(error.message).toContain("SQL_ASCII");
  await results.close();
  await runRaw(`drop database ${name} with (force)`);
});

test("the clock of the server decides, unless one is given", async () => {
  await using storage = new PostgresStorage(inject("postgresUrl"), { schema });
  await storage.ready("results");
  const [{ now } = {}] = await runRaw("select extract(epoch from clock_timestamp())::float8 * 1000 as now");
  expect(Math.abs(storage.clock.now() - Number(now))).toBeLessThan(5_000);
  await using other = new PostgresStorage(inject("postgresUrl"), { schema, clock: { now: () => 7 } });
  await other.ready("results");
  expect(other.clock.now()).toBe(7);
});

test.for([
  [undefined, TypeError],
  ["", TypeError],
  [{}, TypeError],
])("%j is no database", ([source, type]) => {
  expect(() => new PostgresBackend(source as string)).toThrow(type as typeof TypeError);
});

test.for([{ schema: "" }, { timeoutMs: 0 }, { maxConnections: 1.5 }, { schema: "ß".repeat(32) }])(
  "%j is out of range",
  (options) => {
    expect(() => new PostgresBackend("postgres://127.0.0.1/x", options)).toThrow(RangeError);
  },
);

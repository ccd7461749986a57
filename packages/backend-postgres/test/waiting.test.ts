import { setTimeout as delay } from "node:timers/promises";
import { ModelRegistry, ResultsFace } from "@results-manager/core";
import { deferred } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { channelOf } from "../src/driver/presence.ts";
import { type PostgresOptions, PostgresStorage } from "../src/index.ts";
import { newSchemaName, runRaw } from "./new-schema.ts";
import { connectRaw, pg } from "./raw-client.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
/** A wait of this length would outlast the test. */
const LONG_MS = 600_000;
let schema: string;
let storages: PostgresStorage[];

beforeEach(() => {
  schema = newSchemaName();
  storages = [];
});

afterEach(async () => {
  await Promise.all(storages.map((storage) => storage.close()));
  await runRaw(`drop schema if exists ${schema} cascade`);
});

function open(options: PostgresOptions = {}): PostgresStorage {
  const storage = new PostgresStorage(inject("postgresUrl"), { schema, registry, ...options });
  storages.push(storage);
  return storage;
}

async function until(holds: () => boolean | undefined): Promise<void> {
  while (!holds()) await delay(5);
}

test("a wait for a lease ends when another store gives it back", async () => {
  const [holder, waiting] = [open(), open()];
  const results = new ResultsFace(holder);
  await new ResultsFace(waiting).getOrCompute("first", Count, () => 1); // The first lease of a store connects.
  const started = deferred<void>();
  const goOn = deferred<void>();
  const computed = results.getOrCompute("a", Count, async () => {
    started.resolve();
    await goOn.promise;
    return 1;
  });
  await started.promise;
  const wait = waiting.waitForChange("leases", "a", LONG_MS);
  goOn.resolve();
  await computed;
  await wait;
});

test("only leases that are given back are notified, and ordinary writes are not", async () => {
  const results = new ResultsFace(open());
  await results.set("ready", 0, { model: Count });
  const raw = await connectRaw(inject("postgresUrl"));
  const notified: unknown[] = [];
  raw.on("notification", (message) => notified.push(message));
  await raw.query(`listen ${channelOf(schema)}`);
  await results.set("a", 1, { model: Count });
  await results.delete("a");
  await results.update("b", Count, () => 2);
  await raw.query("select 1");
  expect(notified).toEqual([]);
  await results.getOrCompute("c", Count, () => 3);
  await raw.query("select 1");
  expect(notified).toHaveLength(1);
  await raw.end();
});

test("a store sees that another is open, until that is closed", async () => {
  const [holder, watching] = [open(), open()];
  await new ResultsFace(holder).getOrCompute("a", Count, () => 1);
  const { name = "" } = holder.sessions ?? {};
  await until(() => watching.sessions?.isOpen(name));
  await holder.close();
  await until(() => watching.sessions?.isOpen(name) === undefined);
});

test("a store whose connection was lost is seen again with its next lease", async () => {
  const [holder, watching] = [open(), open()];
  const results = new ResultsFace(holder);
  await results.getOrCompute("a", Count, () => 1);
  const { name = "" } = holder.sessions ?? {};
  await until(() => watching.sessions?.isOpen(name));
  // Only this one: other files of tests use the server at the same time.
  await runRaw(
    "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and (classid::int8 << 32 | objid::int8) = hashtextextended($1, 0)",
    [name],
  );
  await until(() => watching.sessions?.isOpen(name) === undefined);
  await results.getOrCompute("b", Count, () => 1);
  await until(() => watching.sessions?.isOpen(name));
});

test("a pool of the application and a pooler give no connection of their own: leases are looked for", async () => {
  const pool = new pg.Pool({ connectionString: inject("postgresUrl"), max: 4 });
  const pooled = new PostgresStorage(pool, { schema, registry });
  const unprepared = open({ prepare: false });
  for (const storage of [pooled, unprepared]) {
    expect(storage.sessions).toBeUndefined();
    await storage.waitForChange("leases", "a", 1);
  }
  let computed = 0;
  const faces = [pooled, unprepared, open()].map((storage) => new ResultsFace(storage));
  const compute = async () => {
    await delay(50);
    return ++computed;
  };
  expect(await Promise.all(faces.map((face) => face.getOrCompute("a", Count, compute)))).toEqual([1, 1, 1]);
  await pooled.close();
  await pool.end();
});

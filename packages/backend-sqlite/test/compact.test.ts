import { statSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { ManualClock, tempFolder } from "@results-manager/testing";
import { string } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteCache, SqliteCalls, SqliteValues } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const registry = new ModelRegistry();
const model = registry.register("Text", string());
const PYTHON =
  "create table results (id TEXT PRIMARY KEY, model_type TEXT NOT NULL, namespace TEXT NOT NULL, data TEXT NOT NULL, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)";
const LARGE = "x".repeat(10_000);
const entries = Array.from({ length: 1_000 }, (_, i) => [`id/${i}`, LARGE] as const);

function bytesOf(path: string): number {
  return statSync(path).size + (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0);
}

test("prune gives back what has expired, and what was cleared before", { timeout: 60_000 }, async () => {
  const path = join(tempFolder(), "cache.db");
  const clock = new ManualClock();
  await using cache = new SqliteCache(path, { durability: "process", clock });
  await cache.multiSetValues(entries, { ttlSeconds: 10 });
  const full = bytesOf(path);
  expect(full).toBeGreaterThan(10_000_000);
  clock.advance(11);
  expect(await cache.prune()).toBe(1_000);
  expect(bytesOf(path)).toBeLessThan(full / 20);
  await cache.multiSetValues(entries);
  await cache.clear();
  expect(await cache.prune()).toBe(0);
  expect(bytesOf(path)).toBeLessThan(full / 20);
});

test("compact tells how many bytes the database has shrunk by, and others come between its steps", {
  timeout: 60_000,
}, async () => {
  const path = join(tempFolder(), "results.db");
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  await results.setMany([["before", LARGE], ...entries, ["behind", LARGE]], { model });
  await results.schemas(); // Describes the model, so that nothing else is written later.
  await results.clear("id");
  const full = bytesOf(path);
  const order: string[] = [];
  const compacting = results.compact().then((bytes) => {
    order.push("compacted");
    return bytes;
  });
  await results.set("meanwhile", LARGE, { model });
  order.push("set");
  const given = await compacting;
  expect(order).toEqual(["set", "compacted"]);
  expect(given).toBeGreaterThan(full * 0.9);
  expect(given).toBeLessThan(full);
  expect(await results.listIds()).toEqual(["before", "behind", "meanwhile"]);
  expect(await results.compact()).toBe(0);
});

test("a database of Python is written anew by compact alone, and shrinks by steps from then on", {
  timeout: 60_000,
}, async () => {
  const path = join(tempFolder(), "python.db");
  const python = openRaw(path);
  python.exec(PYTHON);
  python.close();
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  const fill = async (): Promise<number> => {
    await results.setMany(entries, { model });
    const bytes = bytesOf(path);
    await results.clear("id");
    return bytes;
  };
  await results.set("kept", LARGE, { model });
  await results.schemas();
  const full = await fill();
  await results.prune();
  expect(bytesOf(path)).toBeGreaterThan(full / 2);
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  expect(await results.compact()).toBeGreaterThan(full / 2);
  clearInterval(timer);
  expect(ticks).toBeGreaterThan(0);
  expect(await results.get("kept", model)).toBe(LARGE);
  await fill();
  await results.prune();
  expect(bytesOf(path)).toBeLessThan(full / 10);
});

test("every face compacts, a database in memory and one that has nothing to give too", async () => {
  const folder = tempFolder();
  const stores = [SqliteBackend, SqliteCache, SqliteValues, SqliteCalls].map(
    (Face) => new Face(join(folder, `${Face.name}.db`)),
  );
  for (const store of [...stores, new SqliteBackend(":memory:")]) {
    expect(await store.compact()).toBe(0);
    await store.close();
    await expect(store.compact()).rejects.toMatchObject({ code: "BACKEND_CLOSED" });
  }
  const path = join(folder, "SqliteValues.db");
  await using values = new SqliteValues(path);
  for (const [, text] of entries.slice(0, 50).entries()) await values.save([text, Math.random()]);
  const full = bytesOf(path);
  await values.gc();
  expect(bytesOf(path)).toBeLessThan(full);
});

test("compact of a store that only reads is refused, and waits no longer than busyTimeoutMs for others", {
  timeout: 60_000,
}, async () => {
  const path = join(tempFolder(), "results.db");
  const raw = openRaw(path);
  raw.exec(PYTHON);
  await using results = new SqliteBackend(path, { registry, busyTimeoutMs: 200 });
  await results.set("a", "1", { model });
  await using reader = new SqliteBackend(path, { registry, readOnly: true });
  await expect(reader.compact()).rejects.toMatchObject({ code: "STORAGE_READ_ONLY" });
  expect(await results.prune()).toBe(0);
  raw.exec("begin immediate");
  await expect(results.compact()).rejects.toMatchObject({ code: "LOCK_TIMEOUT", cause: { code: "SQLITE_BUSY" } });
  raw.exec("rollback");
  raw.close();
  expect(await results.get("a", model)).toBe("1");
});

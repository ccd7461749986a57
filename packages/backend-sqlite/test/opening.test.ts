import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { MIGRATION_NAMES } from "@results-manager/sql";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { number, string } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const Text = registry.register("Text", string());
const CHILDREN = join(import.meta.dirname, "children");

const OPENERS = process.env.TEST_ALL ? 16 : 6;

test("processes open a new file at once, and all of them write", async () => {
  const path = join(tempFolder(), "new.db");
  const script = join(CHILDREN, "open-and-set.ts");
  const children = Array.from({ length: OPENERS }, (_, i) =>
    fork(script, [path, String(i)], { execArgv: moduleFlags() }),
  );
  expect(await Promise.all(children.map((child) => once(child, "exit")))).toEqual(Array(OPENERS).fill([0, null]));
  await using results = new SqliteBackend(path, { registry });
  expect(await results.listIds()).toHaveLength(OPENERS);
  const raw = openRaw(path);
  expect(raw.prepare("select name from results_manager_migrations order by name").pluck().all()).toEqual([
    ...MIGRATION_NAMES.models,
    ...MIGRATION_NAMES.results,
  ]);
  raw.close();
});

test("createIfMissing: false and readOnly need a file", () => {
  const path = join(tempFolder(), "none", "results.db");
  const isMissing = expect.objectContaining({ code: "STORE_NOT_FOUND" });
  expect(() => new SqliteBackend(path, { createIfMissing: false })).toThrow(isMissing);
  expect(() => new SqliteBackend(path, { readOnly: true })).toThrow(isMissing);
  expect(() => new SqliteBackend(path, { readOnly: true })).toThrow("open it once without readOnly");
  expect(existsSync(join(path, ".."))).toBe(false);
});

test("makes the folder; relative and absolute paths are the same file", async () => {
  const folder = tempFolder();
  const path = join(folder, "a", "b", "results.db");
  await using results = new SqliteBackend(path, { registry });
  await results.set("id", 1, { model: Count });
  const { status, stdout } = spawnSync(
    process.execPath,
    [...moduleFlags(), join(CHILDREN, "get-relative.ts"), "a/b/results.db"],
    {
      cwd: folder,
      encoding: "utf8",
    },
  );
  expect({ status, stdout }).toEqual({ status: 0, stdout: "1\n" });
});

test("two backends on one file in one process see each other", async () => {
  const path = join(tempFolder(), "results.db");
  await using one = new SqliteBackend(path, { registry });
  await using other = new SqliteBackend(path, { registry });
  const add = (backend: SqliteBackend) => backend.update("counter", Count, (n = 0) => n + 1);
  await Promise.all(Array.from({ length: 100 }, (_, i) => add(i % 2 ? one : other)));
  expect([await one.get("counter", Count), await other.get("counter", Count)]).toEqual([100, 100]);
});

test("readOnly reads, refuses to write, and changes nothing", async () => {
  const path = join(tempFolder(), "results.db");
  const writer = new SqliteBackend(path, { registry });
  await writer.set("id", 1, { model: Count });
  await writer.close();
  await using reader = new SqliteBackend(path, { registry, readOnly: true });
  expect(await reader.get("id", Count)).toBe(1);
  expect(await reader.listIds()).toEqual(["id"]);
  const refused = { code: "STORAGE_READ_ONLY", cause: { code: "SQLITE_READONLY" } };
  await expect(reader.set("other", 2, { model: Count })).rejects.toMatchObject(refused);
  await expect(reader.delete("id")).rejects.toMatchObject(refused);
  expect(await reader.listIds()).toEqual(["id"]);
});

test("readOnly on a database that is not a store says so", async () => {
  const path = join(tempFolder(), "other.db");
  const raw = openRaw(path);
  raw.exec("create table results (id text primary key)");
  raw.close();
  await using reader = new SqliteBackend(path, { registry, readOnly: true });
  await expect(reader.get("id", Count)).rejects.toMatchObject({ code: "STORAGE_FAILED", message: /without readOnly/ });
});

test("a file that is no database, and a path that is a folder, are clear errors with their cause", async () => {
  const folder = tempFolder();
  const path = join(folder, "notes.txt");
  writeFileSync(path, "not a database, but long enough to look at".repeat(100));
  const results = new SqliteBackend(path, { registry });
  const refused = { code: "STORAGE_FAILED", message: /is not a SQLite database/, cause: { code: "SQLITE_NOTADB" } };
  await expect(results.get("id", Count)).rejects.toMatchObject(refused);
  await expect(results.set("id", 1, { model: Count })).rejects.toMatchObject(refused);
  await results.close();
  expect(statSync(path).size).toBe(42 * 100);
  mkdirSync(join(folder, "sub"));
  expect(() => new SqliteBackend(join(folder, "sub"))).toThrow(
    expect.objectContaining({ code: "STORAGE_FAILED", cause: expect.objectContaining({ code: "SQLITE_CANTOPEN" }) }),
  );
  expect(() => new SqliteBackend(join(path, "below.db"))).toThrow(expect.objectContaining({ code: "STORAGE_FAILED" }));
});

test.each([
  ["", {}, TypeError, /path must be/],
  ["a\0b", {}, TypeError, /path must be/],
  ["a.db ", {}, TypeError, /path must not end with white space/],
  [":memory:", { durability: "some" }, TypeError, /durability must be/],
  [":memory:", { busyTimeoutMs: -1 }, RangeError, /busyTimeoutMs must be/],
  [":memory:", { cacheBytes: 0 }, RangeError, /cacheBytes must be/],
  [":memory:", { cacheBytes: "all" as never }, TypeError, /cacheBytes must be/],
  [":memory:", { pruneIntervalSeconds: 0 }, RangeError, /pruneIntervalSeconds must be/],
  [":memory:", { readOnly: "yes" }, TypeError, /readOnly must be/],
])("%j with %j is refused", (path, options, type, message) => {
  expect(() => new SqliteBackend(path, options as object)).toThrow(type);
  expect(() => new SqliteBackend(path, options as object)).toThrow(message);
});

test("closing moves the log into the database, and leaves one file", async () => {
  const folder = tempFolder();
  const results = new SqliteBackend(join(folder, "results.db"), { registry });
  await results.set("id", "x".repeat(10_000), { model: Text });
  expect(readdirSync(folder)).toContain("results.db-wal");
  await results.close();
  expect(readdirSync(folder)).toEqual(["results.db"]);
  const other = new SqliteBackend(join(folder, "results.db"), { registry });
  const third = new SqliteBackend(join(folder, "results.db"), { registry });
  await other.set("other", "y", { model: Text });
  await third.get("other", Text);
  await other.close(); // Not the last: the log stays, and what is in it is in the database.
  const raw = openRaw(join(folder, "results.db"));
  expect(raw.pragma("wal_checkpoint(PASSIVE)")).toEqual([expect.objectContaining({ busy: 0 })]);
  raw.close();
  expect(await third.get("other", Text)).toBe("y");
  await third.close();
});

test("a pruning timer removes what has expired, and keeps no process alive", () => {
  const path = join(tempFolder(), "results.db");
  const { status, stdout } = spawnSync(process.execPath, [...moduleFlags(), join(CHILDREN, "prune-timer.ts"), path], {
    encoding: "utf8",
    timeout: 120_000,
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: "1 row left\n" });
});

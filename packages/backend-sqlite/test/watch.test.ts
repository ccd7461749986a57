import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ModelRegistry } from "@results-manager/core";
import { makeFolder, moduleFlags, WatchedChanges } from "@results-manager/testing";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const N = registry.register("N", v.number());

function makeStore() {
  const folder = makeFolder();
  const path = join(folder, "x.db");
  const results = new SqliteBackend(path, { registry });
  const raw = new DatabaseSync(path, { timeout: 5_000 });
  onTestFinished(async () => {
    raw.close();
    await results.close();
    rmSync(folder, { recursive: true });
  });
  return { path, results, raw };
}

/** Names of what exists only while there are watches. */
function partsOfWatch(raw: DatabaseSync): unknown[] {
  const sql =
    "select name from sqlite_master where name like 'results_manager_watch%' or name like 'results_manager_change%'";
  return raw
    .prepare(sql)
    .all()
    .map(({ name }) => name);
}

test("the log of changes exists only while there are watches", async () => {
  const { results, raw } = makeStore();
  await results.set("a", 1, { model: N });
  expect(partsOfWatch(raw)).toEqual([]);
  const first = await WatchedChanges.begin(results);
  const second = await WatchedChanges.begin(results);
  expect(partsOfWatch(raw)).toHaveLength(6);
  await first.end();
  await results.set("b", 1, { model: N });
  await second.expectLatest({ b: "set" });
  await second.end();
  expect(partsOfWatch(raw)).toEqual([]);
});

test("closing the store removes the log, though a reader never reads on", async () => {
  const { results, raw } = makeStore();
  const reading = results.watch()[Symbol.asyncIterator]();
  const next = reading.next();
  await expect.poll(() => partsOfWatch(raw).length).toBe(6);
  await results.close();
  expect(partsOfWatch(raw)).toEqual([]);
  expect(await next).toEqual({ done: true, value: undefined });
});

test("what other programs write is told; ids that are none are not", async () => {
  const { results, raw } = makeStore();
  await results.set("a", 1, { model: N });
  const watched = await WatchedChanges.begin(results);
  const insert = "insert or replace into results (id, model_type, namespace, data) values (?, 'N', 'default', '1')";
  for (const id of ["a", "b", "a//b", "c/"]) raw.prepare(insert).run(id);
  await watched.expectLatest({ a: "set", b: "set" });
  raw.exec("update results set id = 'd' where id = 'b'");
  await watched.expectLatest({ a: "set", b: "delete", d: "set" });
});

test("changes that were read are removed, but the last", async () => {
  const { results, raw } = makeStore();
  const watched = await WatchedChanges.begin(results);
  const ids = Array.from({ length: 5_000 }, (_, i) => [`n/${i}`, i] as const);
  await results.setMany(ids, { model: N });
  await expect.poll(() => watched.latest.size, { timeout: 30_000 }).toBe(5_000);
  const left = () => raw.prepare("select count(*) as rows from results_manager_changes").get()?.rows;
  await expect.poll(left, { timeout: 30_000 }).toBeLessThan(2_000);
  await results.delete("n/0");
  await expect.poll(() => watched.latest.get("n/0")).toBe("delete");
});

test("a watcher that was killed costs writers nothing, and the next store removes what it left", async () => {
  const { path, results, raw } = makeStore();
  await results.set("a", 1, { model: N });
  const watcher = new URL("./children/endless-watcher.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [...moduleFlags(), watcher, path], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  expect(partsOfWatch(raw)).toHaveLength(6);
  child.kill("SIGKILL");
  await once(child, "close");
  raw.exec("update results_manager_watchers set until = 0"); // Its lease ends.
  await results.set("b", 1, { model: N });
  expect(raw.prepare("select count(*) as rows from results_manager_changes").get()?.rows).toBe(0);
  await using next = new SqliteBackend(path, { registry });
  expect(await next.listIds()).toEqual(["a", "b"]);
  expect(partsOfWatch(raw)).toEqual([]);
});

test("a watcher that was stopped for too long says so", async () => {
  const { results, raw } = makeStore();
  const watched = await WatchedChanges.begin(results);
  raw.exec("update results_manager_watchers set until = 0");
  await results.set("a", 1, { model: N });
  await expect(watched.ended()).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(partsOfWatch(raw)).toEqual([]);
});

test("stores that cannot be written, and those in memory, are watched by reading", async () => {
  const { path, results, raw } = makeStore();
  await results.set("a", 1, { model: N });
  await using reader = new SqliteBackend(path, { readOnly: true, registry });
  await using memory = new SqliteBackend(":memory:", { registry });
  const [read, inMemory] = await Promise.all([WatchedChanges.begin(reader), WatchedChanges.begin(memory)]);
  expect(partsOfWatch(raw)).toEqual([]);
  await results.set("b", 1, { model: N });
  await memory.set("c", 1, { model: N });
  await read.expectLatest({ b: "set" });
  await inMemory.expectLatest({ c: "set" });
  await Promise.all([read.end(), inMemory.end()]);
});

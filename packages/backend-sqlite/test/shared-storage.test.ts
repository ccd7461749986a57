import { readdirSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { CacheFace, CallsFace, ModelRegistry, ResultsFace, ValuesFace } from "@results-manager/core";
import { expectSharedFaces, tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteStorage } from "../src/index.ts";

/** Counts transactions. */
class Counting extends SqliteStorage {
  begun = 0;

  protected override get transactions() {
    const inner = super.transactions;
    return {
      begin: () => {
        this.begun++;
        return inner.begin();
      },
      commit: () => inner.commit(),
      rollback: () => inner.rollback(),
    };
  }
}

test("all faces share one storage", () =>
  expectSharedFaces(new SqliteStorage(join(tempFolder(), "store.db"), { durability: "process" })));

test.runIf(process.platform === "linux")("results, a cache, values and calls use one connection", async () => {
  const path = join(tempFolder(), "store.db");
  const Count = new ModelRegistry().register("Count", number());
  await using results = new SqliteBackend(path, { durability: "process" });
  await using cache = new CacheFace(results.storage);
  await using values = new ValuesFace(results.storage);
  await using calls = new CallsFace(results.storage);
  await Promise.all([
    results.set("a", 1, { model: Count }),
    cache.setValue("a", 1),
    values.save(1),
    calls.save({ name: "f", arguments: {} }),
  ]);
  const opened = readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path;
    } catch {
      return false; // The descriptor of the listing itself.
    }
  });
  expect(opened).toHaveLength(1);
});

/** On a busy machine, a time slice may end between two operations, and the transaction with it. */
const IN_ONE_SLICE = { retry: 20 };

test("operations of several faces in one turn share a transaction", IN_ONE_SLICE, async () => {
  const storage = new Counting(join(tempFolder(), "store.db"), { durability: "process" });
  const [results, cache, calls] = [new ResultsFace(storage), new CacheFace(storage), new CallsFace(storage)];
  const Count = new ModelRegistry().register("Count", number());
  // The first accesses make the tables.
  const key = await calls.save({ name: "f", arguments: {} });
  await results.set("first", 1, { model: Count });
  await cache.setValue("first", 1);
  storage.begun = 0;
  const done = await Promise.all([
    results.set("a", 1, { model: Count }),
    cache.setValue("a", 1),
    calls.evict(key),
    results.get("a", Count),
  ]);
  expect(done).toEqual([true, undefined, true, 1]);
  expect(storage.begun).toBe(1);
  await storage.close();
});

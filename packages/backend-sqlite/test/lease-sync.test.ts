import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import Database from "better-sqlite3";
import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { SqliteBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", v.number());
const { pragma } = Database.prototype;

afterEach(() => void vi.restoreAllMocks());

/** Commits that did not wait for the disk. */
interface Unsynced {
  commits: number;
  /** Number of results that they wrote. */
  results: number;
  /** Whether the last setting that the store made is the one that waits. */
  isOver: boolean;
}

/** Runs work on a new store, and tells what it committed without waiting for the disk. */
async function unsyncedOf(
  durability: "full" | "process",
  work: (results: SqliteBackend) => Promise<unknown>,
): Promise<Unsynced> {
  await using results = new SqliteBackend(join(tempFolder(), "x.db"), { registry, durability });
  await results.set("first", 0, { model: Count });
  await results.schemas(); // The model is described soon after its first write, by a write that is not counted here.
  const unsynced = { commits: 0, results: 0, isOver: true };
  vi.spyOn(Database.prototype, "pragma").mockImplementation(function (this: Database.Database, source, options) {
    const stored = (): number => this.prepare("select count(*) from results").pluck().get() as number;
    if (source === "synchronous = NORMAL") {
      unsynced.commits++;
      unsynced.results -= stored();
    }
    if (source === "synchronous = FULL") unsynced.results += stored();
    if (source.startsWith("synchronous")) unsynced.isOver = source === "synchronous = FULL";
    return pragma.call(this, source, options);
  });
  await work(results);
  vi.restoreAllMocks();
  return unsynced;
}

test("the lease of a computation does not wait for the disk, and its result does", async () => {
  const computed = await unsyncedOf("full", (results) => results.getOrCompute("a", Count, () => 1));
  const several = await unsyncedOf("full", (results) =>
    Promise.all(["a", "b", "c"].map((id) => results.getOrCompute(id, Count, () => 1))),
  );
  const failed = await unsyncedOf("full", async (results) => {
    const fail = (): never => {
      throw new Error("no");
    };
    await expect(results.getOrCompute("a", Count, fail)).rejects.toThrow("no");
  });
  for (const { commits, ...rest } of [computed, several, failed]) {
    expect(commits).toBeGreaterThan(0);
    expect(rest).toEqual({ results: 0, isOver: true });
  }
  // The lease is taken, and released: with the result, unless the machine is busy.
  expect(computed.commits).toBeLessThanOrEqual(2);
  expect(several.commits).toBeLessThanOrEqual(6);
  expect(failed.commits).toBe(2);
});

test("no other write is made without a sync, and a store that promises none sets nothing", async () => {
  const written = await unsyncedOf("full", async (results) => {
    await results.set("a", 1, { model: Count });
    await results.update("a", Count, (n = 0) => n + 1);
    await results.delete("a");
  });
  expect(written.commits).toBe(0);
  const computed = await unsyncedOf("process", (results) => results.getOrCompute("a", Count, () => 1));
  expect(computed.commits).toBe(0);
});

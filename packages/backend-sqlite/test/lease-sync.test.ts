import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import Database from "better-sqlite3";
import * as v from "valibot";
import { afterEach, expect, test, vi } from "vitest";
import { SqliteBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", v.number());

afterEach(() => void vi.restoreAllMocks());

/** Runs work on a new store, and tells how each commit that changed the log was made. */
async function modesOf(durability: "full" | "process", work: (results: SqliteBackend) => Promise<unknown>) {
  await using results = new SqliteBackend(join(tempFolder(), "x.db"), { registry, durability });
  await results.set("first", 0, { model: Count });
  const pragma = vi.spyOn(Database.prototype, "pragma");
  await work(results);
  const modes = pragma.mock.calls.map(([text]) => text).filter((text) => text.startsWith("synchronous"));
  const [last] = pragma.mock.contexts as Database.Database[];
  pragma.mockRestore();
  return { modes, last: last?.pragma("synchronous", { simple: true }) };
}

const UNSYNCED = ["synchronous = NORMAL", "synchronous = FULL"];
const FULL = 2;

test("the lease of a computation does not wait for the disk, and its result does", async () => {
  const computed = await modesOf("full", (results) => results.getOrCompute("a", Count, () => 1));
  expect(computed).toEqual({ modes: UNSYNCED, last: FULL });
  const several = await modesOf("full", (results) =>
    Promise.all(["a", "b", "c"].map((id) => results.getOrCompute(id, Count, () => 1))),
  );
  expect(several).toEqual({ modes: UNSYNCED, last: FULL });
  const failed = await modesOf("full", async (results) => {
    const fail = (): never => {
      throw new Error("no");
    };
    await expect(results.getOrCompute("a", Count, fail)).rejects.toThrow("no");
  });
  expect(failed).toEqual({ modes: [...UNSYNCED, ...UNSYNCED], last: FULL });
});

test("no other write is made without a sync, and a store that promises none sets nothing", async () => {
  const written = await modesOf("full", async (results) => {
    await results.set("a", 1, { model: Count });
    await results.update("a", Count, (n = 0) => n + 1);
    await results.delete("a");
  });
  expect(written.modes).toEqual([]);
  const computed = await modesOf("process", (results) => results.getOrCompute("a", Count, () => 1));
  expect(computed.modes).toEqual([]);
});

import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteCache } from "../src/index.ts";

const registry = new ModelRegistry();
const model = registry.register("Count", number());
const MANY = 2_000;

test("updates of one id in one process take turns: none is in vain, and none times out", async () => {
  await using results = new SqliteBackend(join(tempFolder(), "x.db"), { registry, durability: "process" });
  let calls = 0;
  const add = async (n = 0): Promise<number> => {
    calls++;
    await undefined;
    return n + 1;
  };
  await Promise.all(Array.from({ length: MANY }, () => results.update("n", model, add)));
  expect([calls, await results.get("n", model)]).toEqual([MANY, MANY]);
});

test("so do counts of one key, and a value is computed once", async () => {
  await using cache = new SqliteCache(join(tempFolder(), "x.db"), { durability: "process" });
  await Promise.all(Array.from({ length: MANY }, () => cache.incr("n")));
  expect(await cache.getValue("n")).toBe(MANY);
  let calls = 0;
  await Promise.all(Array.from({ length: MANY }, () => cache.getOrCompute("value", () => ++calls)));
  expect(calls).toBe(1);
});

import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { SqliteBackend, SqliteCache, SqliteCalls, SqliteValues } from "../../src/index.ts";

// One of many that use every face of a new file at the same time.
const [path = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
await using results = new SqliteBackend(path, { registry });
await using cache = new SqliteCache(path);
await using values = new SqliteValues(path);
await using calls = new SqliteCalls(path);
await Promise.all([
  results.set(`process/${process.pid}`, 1, { model: Count }),
  cache.setValue("a", 1),
  values.save([process.pid]),
  calls.save({ name: "f", arguments: { pid: process.pid } }),
]);

import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { SqliteBackend } from "../../src/index.ts";

// One of many that open a new file at the same time.
const [path = "", n = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
await using results = new SqliteBackend(path, { registry });
await results.set(`process/${n}`, Number(n), { model: Count });

import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { SqliteBackend } from "../../src/index.ts";

const [path = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
await using results = new SqliteBackend(path, { registry, createIfMissing: false });
process.stdout.write(`${await results.get("id", Count)}\n`);

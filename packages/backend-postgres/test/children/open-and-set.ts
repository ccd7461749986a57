import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { PostgresBackend } from "../../src/index.ts";

// One of many that open an empty database at the same time.
const [url = "", schema = "", n = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
await using results = new PostgresBackend(url, { registry, schema });
await results.set(`process/${n}`, Number(n), { model: Count });

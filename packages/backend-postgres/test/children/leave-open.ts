import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { PostgresBackend } from "../../src/index.ts";

// Never closes its store: an idle connection must not keep the process from ending.
const [url = "", schema = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new PostgresBackend(url, { registry, schema, pruneIntervalSeconds: 1 });
await results.set("a", 1, { model: Count });
process.stdout.write("done\n");

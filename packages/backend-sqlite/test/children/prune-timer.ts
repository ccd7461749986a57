import { setTimeout as delay } from "node:timers/promises";
import { ModelRegistry } from "@results-manager/core";
import { number } from "valibot";
import { openDatabase } from "../../src/driver/native.ts";
import { SqliteBackend } from "../../src/index.ts";

// Never closes its store: nothing but the timer could keep it from ending.
const [path = ""] = process.argv.slice(2);
const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const results = new SqliteBackend(path, { registry, pruneIntervalSeconds: 0.05 });
await results.set("short", 1, { model: Count, ttlSeconds: 0.01 });
await results.set("long", 1, { model: Count, ttlSeconds: 1000 });
const raw = openDatabase(path, { readOnly: true, mustExist: true });
const count = raw.prepare("select count(*) from results").pluck();
while (count.get() !== 1) await delay(10);
process.stdout.write("1 row left\n");
raw.close();

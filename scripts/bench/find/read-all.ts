import { SqliteBackend } from "@results-manager/backend-sqlite";
import Database from "better-sqlite3";
import { runId, runModel } from "./store.ts";

// Reads all entries of a store with a damaged record in the middle, and tells the memory of the process.
const [, , path = "", count = "0"] = process.argv;
const damaged = runId(Math.floor(Number(count) / 2), Number(count));
const raw = new Database(path);
const { data } = raw.prepare("select data from results where id = ?").get(damaged) as { readonly data: string };
raw.exec("drop index if exists bench_by_accuracy"); // It refuses data that is no JSON.
const write = raw.prepare("update results set data = ? where id = ?");
write.run('{"torn', damaged);
const { registry } = runModel(false);
const results = new SqliteBackend(path, { registry, durability: "process" });
let entries = 0;
const failed: string[] = [];
const start = performance.now();
for await (const { id, error } of results.entries(undefined, undefined, { onError: "yield" })) {
  if (error) failed.push(id);
  else entries++;
}
const seconds = (performance.now() - start) / 1000;
await results.close();
write.run(data, damaged);
raw.close();
const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `entries: ${entries}, errors: ${failed.join()}, ${megabytes} MB resident, at most 200; ${seconds.toFixed(1)} s`,
);

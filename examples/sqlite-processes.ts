// Several processes share one SQLite file. Each tries to take every task; with SkipIfExists, exactly one of them gets it. A counter
// that all of them update is exact.
//
//   node --conditions=@results-manager/source examples/sqlite-processes.ts [--dir DIR]
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { openResults, registerModel, SetBehavior } from "results-manager";
import * as v from "valibot";
import { exampleFolder } from "./lib/example-folder.ts";

const PROCESSES = 4;
const TASKS = 200;
const Claim = registerModel("Claim", v.object({ task: v.number(), by: v.string() }));
const Total = registerModel("Total", v.number());

const [role, url = "", name = ""] = process.argv.slice(2);
if (role === "work") await work(url, name);
else await main();

/** Takes tasks and updates the counter; run by each process. */
async function work(store: string, by: string): Promise<void> {
  await using results = await openResults(store);
  for (let task = 0; task < TASKS; task++) {
    const taken = await results.set(
      `tasks/${task}`,
      { task, by },
      { model: Claim, behavior: SetBehavior.SkipIfExists },
    );
    if (taken) await results.update("total", Total, (total = 0) => total + 1);
  }
}

async function main(): Promise<void> {
  using folder = exampleFolder("sqlite-processes");
  const store = `sqlite:${join(folder.path, "results.db")}`;
  await using results = await openResults(store);
  await results.clear();
  const names = Array.from({ length: PROCESSES }, (_, i) => `worker-${i + 1}`);
  const workers = names.map((by) => fork(import.meta.filename, ["work", store, by]));
  const exits = await Promise.all(workers.map((worker) => once(worker, "exit")));
  console.log("exit codes:", exits.map(([code]) => code).join(" "));
  const claims = await results.getMany(await results.listIds("tasks"), Claim);
  console.log(`${claims.length} tasks, taken by`, [...new Set(claims.map((claim) => claim?.by))].sort().join(", "));
  console.log("counted together:", await results.get("total", Total));
}

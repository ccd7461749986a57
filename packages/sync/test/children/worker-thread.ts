import { isMainThread, threadId, Worker, workerData } from "node:worker_threads";
import { registerModel } from "@results-manager/core";
import { ResultsManager } from "@results-manager/sync";
import * as v from "valibot";

// Four threads and this one add to one counter, each blocking alone.
const Count = registerModel("Count", v.object({ n: v.number() }));
const baseDir: string = isMainThread ? (process.argv[2] as string) : workerData;
const workers = isMainThread ? [1, 2, 3, 4].map(() => new Worker(import.meta.filename, { workerData: baseDir })) : [];
const results = new ResultsManager({ baseDir, durability: "process" });
for (let i = 0; i < 25; i++) results.update("n", Count, (last) => ({ n: (last?.n ?? 0) + 1 }));
results.getOrCompute("once", Count, () => {
  results.set(`computed-by/${threadId}`, { n: threadId }, { model: Count });
  return { n: threadId };
});
const codes = await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once("exit", resolve))));
const computers = results.listIds("computed-by").length;
if (isMainThread) process.stdout.write(`${codes.join()} ${results.get("n", Count).n} ${computers}\n`);

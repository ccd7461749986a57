// Workers on several machines share one list of tasks in PostgreSQL. Each task is computed once. One worker is killed
// midway: another takes over what it was computing.
//
//   node --conditions=@results-manager/source examples/postgres-workers.ts postgres://user@host/database
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { openResults, registerModel } from "results-manager";
import * as v from "valibot";

const WORKERS = 3;
const TASKS = 30;
const Square = registerModel("Square", v.object({ square: v.number(), by: v.string() }));

const [url, name] = process.argv.slice(2);
if (url === undefined) console.log("Pass the URL of a database: postgres://user@host/database");
else if (name === undefined) await main(url);
else await work(url, name);

/** Computes tasks until all have a result; run by each worker, on any machine. */
async function work(store: string, by: string): Promise<void> {
  await using results = await openResults(store, { schema: "example_workers" });
  for (let n = 0; n < TASKS; n++) {
    await results.getOrCompute(`squares/${n}`, Square, async () => {
      process.send?.(n);
      await delay(50); // Work.
      return { square: n * n, by };
    });
  }
}

async function main(store: string): Promise<void> {
  await using results = await openResults(store, { schema: "example_workers" });
  await results.clear();
  const names = Array.from({ length: WORKERS }, (_, i) => `worker-${i + 1}`);
  const workers = names.map((by) => fork(import.meta.filename, [store, by]));
  await killMidway(workers[0] as ChildProcess);
  const exits = await Promise.all(workers.map((worker) => worker.exitCode ?? once(worker, "exit")));
  console.log("workers that ended by themselves:", exits.flat().filter((code) => code === 0).length);
  const squares = await results.getMany(await results.listIds("squares"), Square);
  console.log(`${squares.length} results, sum ${squares.reduce((sum, each) => sum + (each?.square ?? 0), 0)}`);
  console.log(
    "computed by the worker that was killed:",
    squares.some((each) => each?.by === "worker-1"),
  );
  await results.clear();
}

/** Kills a worker while it computes its third task. */
async function killMidway(worker: ChildProcess): Promise<void> {
  for (let begun = 0; begun < 3; begun++) await once(worker, "message");
  worker.kill("SIGKILL");
}

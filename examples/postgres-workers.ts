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

/**
 * Computes tasks until all have a result; run by each worker, on any machine. Each begins at another place of the list: in the same order,
 * all would wait for the one that computes.
 */
async function work(store: string, by: string): Promise<void> {
  await using results = await openResults(store, { schema: "example_workers" });
  const first = Math.floor(Math.random() * TASKS);
  for (let i = 0; i < TASKS; i++) {
    const n = (first + i) % TASKS;
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
  const ends = Promise.all(workers.map((worker) => once(worker, "exit")));
  const killed = names[await killMidway(workers)];
  const exits = await ends;
  console.log("workers that ended by themselves:", exits.filter(([code]) => code === 0).length);
  const squares = await results.getMany(await results.listIds("squares"), Square);
  console.log(`${squares.length} results, sum ${squares.reduce((sum, each) => sum + (each?.square ?? 0), 0)}`);
  console.log("computed by the worker that was killed:", squares.filter((each) => each?.by === killed).length);
  await results.clear();
}

/** Kills the worker that begins the tenth task, while it computes that; returns its index. */
function killMidway(workers: readonly ChildProcess[]): Promise<number> {
  let begun = 0;
  return new Promise((resolve) => {
    for (const [i, worker] of workers.entries()) {
      worker.on("message", () => {
        if (++begun !== 10) return;
        worker.kill("SIGKILL");
        resolve(i);
      });
    }
  });
}

import { setTimeout as delay } from "node:timers/promises";
import { type AsyncResultsBackend, isResultsError } from "@results-manager/core";
import { runOperations } from "../linearizability/run-operations.ts";
import type { CacheTask, CallTask, ChildReport, ChildSign, ChildTask } from "./child-task.ts";
import { logComputation } from "./computation-log.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { suiteIds } from "./suite-ids.ts";
import { lineOf, type SuiteModels } from "./suite-models.ts";
import { isRemoved } from "./watched-writer.ts";
import { writeLine } from "./write-line.ts";

type Task<Name extends ChildTask["name"]> = Extract<ChildTask, { name: Name }>;

const NOTHING: ChildReport = { pid: process.pid, won: [], refused: 0, values: [] };

/** Carries out the task of a process of the suite. */
export function performTask(
  task: Exclude<ChildTask, CacheTask | CallTask>,
  results: AsyncResultsBackend,
  models: SuiteModels,
): Promise<ChildReport> {
  switch (task.name) {
    case "set":
      return setAll(task, results, models);
    case "count":
      return count(task, results, models);
    case "compute":
      return compute(task, results, models);
    case "hang":
      return hang(task, results, models);
    case "block":
      return block(task, results, models);
    case "write":
      return write(task, results, models);
    case "change":
      return change(task, results, models);
    case "operate":
      return operate(task, results, models);
  }
}

async function setAll(
  { behavior, ids }: Task<"set">,
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  const won: string[] = [];
  let refused = 0;
  const set = async (id: string): Promise<void> => {
    try {
      if (await results.set(id, process.pid, { model: Count, behavior })) won.push(id);
    } catch (error) {
      if (!isResultsError(error, "RESULT_EXISTS")) throw error;
      refused++;
    }
  };
  await Promise.all(shuffle(suiteIds(ids)).map(set));
  return { ...NOTHING, won, refused };
}

async function count(
  { times }: Task<"count">,
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  const values: number[] = [];
  for (let i = 0; i < times; i++) values.push(await results.update("counter", Count, (n = 0) => n + 1));
  return { ...NOTHING, values };
}

async function compute(
  { ids, log }: Task<"compute">,
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  const found = new Map<string, number>();
  const one = async (id: string): Promise<void> => {
    const value = await results.getOrCompute(id, Count, async () => {
      logComputation(log, id);
      await delay(50);
      return process.pid;
    });
    found.set(id, value);
  };
  await Promise.all(shuffle(suiteIds(ids)).map(one));
  return { ...NOTHING, values: suiteIds(ids).map((id) => found.get(id) ?? Number.NaN) };
}

/** Runs computations that never end, until the process is killed. */
async function hang({ ids, log }: Task<"hang">, results: AsyncResultsBackend, { Count }: SuiteModels): Promise<never> {
  let begun = 0;
  const one = (id: string): Promise<number> =>
    results.getOrCompute(id, Count, () => {
      logComputation(log, id);
      if (++begun === ids) process.send?.("computing" satisfies ChildSign);
      return new Promise(() => {});
    });
  process.channel?.ref(); // A computation that waits for nothing keeps no process alive.
  await Promise.all(suiteIds(ids).map(one));
  throw new Error("A computation that never ends has ended.");
}

/** Computes the first id and blocks the process meanwhile. */
async function block(
  { milliseconds, log }: Task<"block">,
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  const [id = ""] = suiteIds(1);
  const value = await results.getOrCompute(id, Count, async () => {
    logComputation(log, id);
    await new Promise<void>((resolve) => process.send?.("computing" satisfies ChildSign, () => resolve()));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
    return process.pid;
  });
  return { ...NOTHING, values: [value] };
}

/** Writes increasing numbers until the process is killed; each line it writes is an acknowledged write. */
async function write({ run }: Task<"write">, results: AsyncResultsBackend, { Line }: SuiteModels): Promise<never> {
  for (let next = run * 1_000_000; ; next += 20) {
    const one = async (_: unknown, i: number): Promise<void> => {
      const n = next + i;
      const id = i % 4 === 0 ? `shared/${i}` : `run${run}/r${n}`;
      await results.set(id, lineOf(n), { model: Line, behavior: "overwrite" });
      writeLine(`${id} ${n}`);
    };
    await Promise.all(Array.from({ length: 20 }, one));
  }
}

/** Number of ids that are changed at the same time. */
const CHANGED_TOGETHER = 20;

/** Sets ids, and removes every third one again; reports when the last change of each was done. */
async function change(
  { ids }: Task<"change">,
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  const values: number[] = [];
  const one = async (id: string, i: number): Promise<void> => {
    await results.set(id, i, { model: Count });
    if (isRemoved(i)) await results.delete(id);
    values[i] = monotonicMs();
  };
  const all = suiteIds(ids);
  for (let at = 0; at < ids; at += CHANGED_TOGETHER) {
    await Promise.all(all.slice(at, at + CHANGED_TOGETHER).map((id, i) => one(id, at + i)));
  }
  return { ...NOTHING, values };
}

async function operate(
  { count, keys, tasks }: Task<"operate">,
  results: AsyncResultsBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  return { ...NOTHING, history: await runOperations(results, { Count, count, keys, tasks, writer: process.pid }) };
}

function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}

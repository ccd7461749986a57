import { setTimeout as delay } from "node:timers/promises";
import type { AsyncCacheBackend } from "@results-manager/core";
import type { CacheTask, ChildReport, ChildSign } from "./child-task.ts";
import { logComputation } from "./computation-log.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import type { SuiteModels } from "./suite-models.ts";
import { writeLine } from "./write-line.ts";

type Task<Name extends CacheTask["name"]> = Extract<CacheTask, { name: Name }>;

/** Key that all processes increment, compute or read. */
export const CACHE_KEY = "the key / of all";

const NOTHING: ChildReport = { pid: process.pid, won: [], refused: 0, values: [] };
/** Number of calls that are awaited one by one; the others are made in batches of `AT_ONCE`. */
const ALONE = 100;
const AT_ONCE = 50;

/** Carries out the task of a process of the suite with a cache. */
export function performCacheTask(task: CacheTask, cache: AsyncCacheBackend, models: SuiteModels): Promise<ChildReport> {
  switch (task.name) {
    case "cache: incr":
      return incr(task, cache);
    case "cache: compute":
      return compute(task, cache, models);
    case "cache: hang":
      return hang(task, cache);
    case "cache: set together":
      return setTogether(task, cache);
    case "cache: read until gone":
      return readUntilGone(cache);
  }
}

async function incr({ times }: Task<"cache: incr">, cache: AsyncCacheBackend): Promise<ChildReport> {
  const values: number[] = [];
  while (values.length < Math.min(ALONE, times)) values.push(await cache.incr(CACHE_KEY));
  while (values.length < times) {
    const next = Array.from({ length: Math.min(AT_ONCE, times - values.length) }, () => cache.incr(CACHE_KEY));
    values.push(...(await Promise.all(next)));
  }
  return { ...NOTHING, values };
}

async function compute(
  { tasks, log }: Task<"cache: compute">,
  cache: AsyncCacheBackend,
  { Count }: SuiteModels,
): Promise<ChildReport> {
  const ask = () =>
    cache.getOrCompute(CACHE_KEY, Count, async () => {
      logComputation(log, CACHE_KEY);
      await delay(100);
      return process.pid;
    });
  return { ...NOTHING, values: await Promise.all(Array.from({ length: tasks }, ask)) };
}

/** Runs a computation that never ends, until the process is killed. */
async function hang({ log }: Task<"cache: hang">, cache: AsyncCacheBackend): Promise<never> {
  process.channel?.ref(); // A computation that waits for nothing keeps no process alive.
  return cache.getOrCompute(CACHE_KEY, () => {
    logComputation(log, CACHE_KEY);
    process.send?.("computing" satisfies ChildSign);
    return new Promise(() => {});
  }) as Promise<never>;
}

/** Sets many keys to one number, then to the next, until the process is killed; each line is an acknowledged number. */
async function setTogether({ pairs }: Task<"cache: set together">, cache: AsyncCacheBackend): Promise<never> {
  const first = Number((await cache.getValue("pair/0")) ?? 0);
  for (let n = first + 1; ; n++) {
    await cache.multiSetValues(Array.from({ length: pairs }, (_, i) => [`pair/${i}`, n] as const));
    writeLine(`${n}`);
  }
}

/** Reads until the value is absent; reports when the last read that found it began, in milliseconds since 1970. */
async function readUntilGone(cache: AsyncCacheBackend): Promise<ChildReport> {
  let last = Number.NaN;
  for (let reads = 0; ; reads++) {
    const begun = monotonicMs();
    if ((await cache.getValue(CACHE_KEY)) === undefined) return { ...NOTHING, values: [last] };
    last = begun;
    if (reads === 0) process.send?.("reading" satisfies ChildSign);
    if (reads % 20 === 0) await delay(1);
  }
}

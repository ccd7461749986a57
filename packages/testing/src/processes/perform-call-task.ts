import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { type CallStorage, digest, memoize } from "@results-manager/core";
import type { CallTask, ChildReport, ChildSign } from "./child-task.ts";
import { logComputation } from "./computation-log.ts";
import { COLLECTED, callOf, collectedCall, HELD_CALL, loadWhole, partsOf } from "./suite-calls.ts";
import { writeLine } from "./write-line.ts";

type Task<Name extends CallTask["name"]> = Extract<CallTask, { name: Name }>;

const NOTHING: ChildReport = { pid: process.pid, won: [], refused: 0, values: [] };

/** Carries out the task of a process of the suite with a storage of calls. */
export function performCallTask(task: CallTask, calls: CallStorage): Promise<ChildReport> {
  switch (task.name) {
    case "calls: save":
      return save(task, calls);
    case "calls: compute":
      return compute(task, calls);
    case "calls: hold":
      return hold(calls);
    case "calls: shift":
      return shift(task, calls);
    case "calls: come and go":
      return comeAndGo(task, calls);
    case "calls: collect":
      return collect(task, calls);
  }
}

/** Saves calls until the process is killed; each line it writes is an acknowledged call. */
async function save({ run }: Task<"calls: save">, calls: CallStorage): Promise<never> {
  for (let next = run * 1_000; ; next += 5) {
    const one = async (_: unknown, i: number): Promise<void> => {
      writeLine(await calls.save(callOf(next + i)));
    };
    await Promise.all(Array.from({ length: 5 }, one));
  }
}

async function compute({ calls: count, log }: Task<"calls: compute">, storage: CallStorage): Promise<ChildReport> {
  const square = memoize(
    async (n: number) => {
      logComputation(log, String(n));
      await delay(30);
      return n * n;
    },
    { storage, name: "square" },
  );
  const values = await Promise.all(Array.from({ length: count }, (_, n) => square(n)));
  return { ...NOTHING, values };
}

/** Reports that it computes, so that the process can be stopped meanwhile. */
async function hold(storage: CallStorage): Promise<ChildReport> {
  const value = await storage.getOrCompute(HELD_CALL, async () => {
    process.send?.("computing" satisfies ChildSign);
    await delay(200);
    return process.pid;
  });
  return { ...NOTHING, values: [value as number] };
}

/** Repeatedly moves every call to the next argument, until the process is killed. */
async function shift({ count }: Task<"calls: shift">, calls: CallStorage): Promise<never> {
  const next = new Map(Array.from({ length: count }, (_, n) => [digest(n), (n + 1) % count]));
  writeLine("begun");
  for (;;) {
    await calls.transform((call) => ({ ...call, arguments: { n: next.get(call.arguments.n?.digest ?? "") } }));
    writeLine("done");
  }
}

/** Saves calls, checks that they are complete, and evicts them, for as long as another process collects garbage. */
async function comeAndGo({ rounds }: Task<"calls: come and go">, calls: CallStorage): Promise<ChildReport> {
  const values: number[] = [];
  for (let round = 0; round < rounds || !(await collectedCall(calls)); round++) {
    const numbers = Array.from({ length: 6 }, (_, i) => process.pid * 100 + ((round * 3 + i) % 20));
    const keys = await Promise.all(numbers.map((n) => calls.save(callOf(n))));
    for (const [i, key] of keys.entries()) {
      assert.deepEqual(await loadWhole(calls, await calls.load(key)), partsOf(numbers[i] as number));
      values.push(i);
    }
    for (const key of keys) await calls.evict(key);
  }
  return { ...NOTHING, values };
}

async function collect({ collections }: Task<"calls: collect">, calls: CallStorage): Promise<ChildReport> {
  const values: number[] = [];
  while (values.length < collections) values.push(await calls.gc());
  await calls.save(COLLECTED);
  return { ...NOTHING, values };
}

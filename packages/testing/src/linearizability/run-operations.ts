import { type AsyncResultsBackend, isResultsError, type Model } from "@results-manager/core";
import type { GenericSchema } from "valibot";
import type { RegisterCall, RegisterOperation, RegisterOutcome } from "./operation.ts";

/** Random operations on a backend. */
export interface OperationsOptions {
  readonly Count: Model<GenericSchema<number>>;
  /** Number of operations of each task. */
  readonly count: number;
  readonly keys: number;
  /** Number of tasks that make one call after the other. */
  readonly tasks: number;
  /** Number that no other process or backend of the history has: each written value is written once. */
  readonly writer: number;
}

const NAMES = ["get", "get", "delete", "overwrite", "skip_if_exists", "raise_if_exists", "update", "update"] as const;
/** Upper bound of the values of one task. */
const VALUES = 1_000_000;

/** Makes random calls on few keys by tasks that run at the same time, and returns their history. */
export async function runOperations(
  results: AsyncResultsBackend,
  { Count, count, keys, tasks, writer }: OperationsOptions,
): Promise<readonly RegisterOperation[]> {
  const history: RegisterOperation[] = [];
  const work = async (_: unknown, task: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const key = `register/${Math.floor(Math.random() * keys)}`;
      const name = NAMES[Math.floor(Math.random() * NAMES.length)] ?? "get";
      const value = (writer * tasks + task) * VALUES + i;
      const call: RegisterCall = name === "get" || name === "delete" ? { name } : { name, value };
      const start = now();
      const outcome = await make(results, key, call, Count);
      history.push({ key, call, outcome, start, end: now() });
    }
  };
  await Promise.all(Array.from({ length: tasks }, work));
  return history;
}

/** Nanoseconds of the clock that all processes of a machine share. */
function now(): number {
  return Number(process.hrtime.bigint());
}

async function make(
  results: AsyncResultsBackend,
  key: string,
  call: RegisterCall,
  Count: OperationsOptions["Count"],
): Promise<RegisterOutcome> {
  if (call.name === "delete") return results.delete(key);
  if (call.name === "get") return (await results.getMany([key], Count))[0] ?? null;
  if (call.name === "update") {
    let found: number | null = null;
    await results.update(key, Count, (current) => {
      found = current ?? null;
      return call.value;
    });
    return found;
  }
  try {
    return await results.set(key, call.value, { model: Count, behavior: call.name });
  } catch (error) {
    if (isResultsError(error, "RESULT_EXISTS")) return "refused";
    throw error;
  }
}

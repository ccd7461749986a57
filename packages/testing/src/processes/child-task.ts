import type { SetBehavior } from "@results-manager/core";
import type { RegisterOperation } from "../linearizability/operation.ts";
import type { BackendRecipe } from "./backend-recipe.ts";

/** Task of a process of the suite. */
export type ChildTask =
  | { readonly name: "set"; readonly behavior: SetBehavior; readonly ids: number }
  | { readonly name: "count"; readonly times: number }
  | { readonly name: "compute"; readonly ids: number; readonly log: string }
  | { readonly name: "hang"; readonly ids: number; readonly log: string }
  | { readonly name: "block"; readonly milliseconds: number; readonly log: string }
  | { readonly name: "write"; readonly run: number }
  | { readonly name: "change"; readonly ids: number }
  | { readonly name: "operate"; readonly count: number; readonly keys: number; readonly tasks: number }
  | CacheTask
  | CallTask;

/** Task of a process with a cache. */
export type CacheTask =
  | { readonly name: "cache: incr"; readonly times: number }
  | { readonly name: "cache: compute"; readonly tasks: number; readonly log: string }
  | { readonly name: "cache: hang"; readonly log: string }
  | { readonly name: "cache: set together"; readonly pairs: number }
  | { readonly name: "cache: read until gone" };

/** Tells whether a task is for a cache. */
export function isCacheTask(task: ChildTask): task is CacheTask {
  return task.name.startsWith("cache: ");
}

/** Task of a process with a storage of calls. */
export type CallTask =
  | { readonly name: "calls: save"; readonly run: number }
  | { readonly name: "calls: compute"; readonly calls: number; readonly log: string }
  | { readonly name: "calls: hold" }
  | { readonly name: "calls: shift"; readonly count: number }
  | { readonly name: "calls: come and go"; readonly rounds: number }
  | { readonly name: "calls: collect"; readonly collections: number };

/** Tells whether a task is for a storage of calls. */
export function isCallTask(task: ChildTask): task is CallTask {
  return task.name.startsWith("calls: ");
}

/** A task and the store to do it on. */
export interface ChildOrder {
  readonly recipe: BackendRecipe;
  readonly task: ChildTask;
}

/** Report of a process at its end. */
export interface ChildReport {
  readonly pid: number;
  /** Ids whose `set` returned true. */
  readonly won: readonly string[];
  /** Number of ids that were refused with `RESULT_EXISTS`. */
  readonly refused: number;
  /** Numbers that the calls returned, in the order of the calls or of the ids. */
  readonly values: readonly number[];
  /** Operations on registers. */
  readonly history?: readonly RegisterOperation[] | undefined;
}

/** Sign of a process before its end: its store is open, its computations run, or it has read the stored value. */
export type ChildSign = "ready" | "computing" | "reading";

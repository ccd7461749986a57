import type { SetBehavior } from "@results-manager/core";
import type { BackendRecipe } from "./backend-recipe.ts";

/** What a process of the suite is told to do. */
export type ChildTask =
  | { readonly name: "set"; readonly behavior: SetBehavior; readonly ids: number }
  | { readonly name: "count"; readonly times: number }
  | { readonly name: "compute"; readonly ids: number; readonly log: string }
  | { readonly name: "hang"; readonly ids: number; readonly log: string }
  | { readonly name: "write"; readonly run: number };

/** A task, and the store to do it on. */
export interface ChildOrder {
  readonly recipe: BackendRecipe;
  readonly task: ChildTask;
}

/** What a process says at its end. */
export interface ChildReport {
  readonly pid: number;
  /** Ids whose `set` returned true. */
  readonly won: readonly string[];
  /** How many were refused with `RESULT_EXISTS`. */
  readonly refused: number;
  /** What calls returned that return a number, in the order of the calls or of the ids. */
  readonly values: readonly number[];
}

/** What a process says before: its store is open; its computations run. */
export type ChildSign = "ready" | "computing";

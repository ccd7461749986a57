import type { ResultId } from "../../ids/result-id.ts";
import type { Model, ModelData } from "../../models/model.ts";
import type { ComputeContext, ComputeOptions } from "../results-options.ts";

/** Options of {@link AsyncResultsBackend.computeAll}. */
export interface ComputeAllOptions<Item, M extends Model> extends ComputeOptions {
  /** Id of the result of an item. */
  readonly id: (item: Item) => ResultId;
  readonly model: M;
  /** Computes the result of an item that has none. */
  readonly compute: (item: Item, context: ComputeContext) => ModelData<M> | Promise<ModelData<M>>;
  /** Number of items that are computed at the same time; 8 by default. */
  readonly concurrency?: number | undefined;
  /** Number of further attempts for an item whose computation fails; none by default. */
  readonly retries?: number | undefined;
  /** Milliseconds before an attempt, counted from 1; doubled from 200 up to 30,000 by default, with a random part. */
  readonly backoff?: ((attempt: number) => number) | undefined;
  /** Action when an item fails for good: go on with the others (`continue`, by default), or stop and throw its error. */
  readonly onError?: "continue" | "throw" | undefined;
  /**
   * Called with the outcome of each item, as they come. While its promise is pending, no further item is begun in its place; an error ends
   * the list.
   */
  readonly onOutcome?: ((outcome: ItemOutcome<Item>) => unknown) | undefined;
  /** Called after each item. A promise is awaited, as that of `onOutcome` is. */
  readonly onProgress?: ((progress: ComputeProgress) => unknown) | undefined;
}

/** Item that failed. */
export interface FailedItem<Item> {
  readonly item: Item;
  readonly id: string;
  readonly error: unknown;
}

/** Outcome of an item: its result was computed here, or found, because it was stored or another process computed it; or it failed. */
export type ItemOutcome<Item> =
  | { readonly status: "computed" | "found"; readonly item: Item; readonly id: string }
  | ({ readonly status: "failed" } & FailedItem<Item>);

/** Counts of the items so far. */
export interface ComputeCounts {
  /** Number of results that this call computed. */
  readonly computed: number;
  /** Number of results that were stored, or that others computed. */
  readonly found: number;
}

/** Progress of a list. */
export interface ComputeProgress extends ComputeCounts {
  readonly failed: number;
  readonly total: number;
  /** Number of items a second so far. */
  readonly perSecond: number;
  /** Estimated time until the list is done; infinite before the first item. */
  readonly secondsLeft: number;
}

/** Outcome of a list. */
export interface ComputeAllSummary<Item> extends ComputeCounts {
  /** Items that failed, with their errors. */
  readonly failed: readonly FailedItem<Item>[];
}

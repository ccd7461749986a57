import { given } from "../../errors/given.ts";
import { parseId } from "../../ids/result-id.ts";
import { checkModel } from "../../models/check-model.ts";
import type { Model } from "../../models/model.ts";
import { checkOptions, type OptionNames } from "../../options/check-options.ts";
import { listOf } from "../../typed-records/list-of.ts";
import { COMPUTE_OPTIONS } from "../option-names.ts";
import type { ComputeContext } from "../results-options.ts";
import type { ComputeAllOptions, ComputeProgress, ItemOutcome } from "./compute-all-options.ts";

/** Item with its id. */
export interface PlannedItem<Item> {
  readonly id: string;
  readonly item: Item;
}

/** Checked arguments of a list of computations. */
export interface ComputePlan<Item> {
  readonly items: readonly PlannedItem<Item>[];
  readonly model: Model;
  readonly compute: (item: Item, context: ComputeContext) => unknown;
  readonly concurrency: number;
  readonly retries: number;
  readonly backoff: (attempt: number) => number;
  readonly stopsOnError: boolean;
  readonly onOutcome: ((outcome: ItemOutcome<Item>) => unknown) | undefined;
  readonly onProgress: ((progress: ComputeProgress) => unknown) | undefined;
  readonly signal: AbortSignal | undefined;
}

const LONGEST_PAUSE_MS = 2 ** 31 - 1;

const OPTIONS: OptionNames<ComputeAllOptions<unknown, Model>> = {
  ...COMPUTE_OPTIONS,
  id: true,
  model: true,
  compute: true,
  concurrency: true,
  retries: true,
  backoff: true,
  onError: true,
  onOutcome: true,
  onProgress: true,
};

/**
 * Checks the arguments of a list of computations.
 *
 * @throws {TypeError} for an invalid list, model or function; {@link RangeError} for a number out of range; {@link InvalidIdError} `INVALID_ID`.
 */
export function parsePlan<Item, M extends Model>(
  items: Iterable<Item>,
  options: ComputeAllOptions<Item, M>,
): ComputePlan<Item> {
  if (options === undefined)
    throw new TypeError("computeAll needs options { id, model, compute } after the items, got none.");
  checkOptions<ComputeAllOptions<Item, M>>(options, OPTIONS, "computeAll");
  const { id, model, compute, concurrency = 8, retries = 0, backoff = defaultBackoff, onError, signal } = options;
  const { onOutcome, onProgress } = options;
  checkFunction(id, "id");
  checkFunction(compute, "compute");
  checkFunction(backoff, "backoff");
  if (onOutcome !== undefined) checkFunction(onOutcome, "onOutcome");
  if (onProgress !== undefined) checkFunction(onProgress, "onProgress");
  checkModel(model);
  if (onError !== undefined && onError !== "continue" && onError !== "throw") {
    throw new TypeError(`onError must be 'continue' or 'throw', got ${given(onError)}.`);
  }
  return {
    items: listOf(items, "items", (item) => ({ item, id: parseId(id(item)) })),
    model,
    compute,
    concurrency: checkCount(concurrency, 1, "concurrency"),
    retries: checkCount(retries, 0, "retries"),
    backoff,
    stopsOnError: onError === "throw",
    onOutcome,
    onProgress,
    signal,
  };
}

/** Checks a time of `backoff`, which timers may take for none: they hold at most {@link LONGEST_PAUSE_MS}. @throws {RangeError} for no time. */
export function checkPause(ms: number): number {
  if (typeof ms === "number" && ms >= 0) return Math.min(ms, LONGEST_PAUSE_MS);
  throw new RangeError(`backoff of computeAll must return a number of milliseconds from 0, got ${given(ms)}.`);
}

function defaultBackoff(attempt: number): number {
  return Math.min(30_000, 100 * 2 ** attempt) * (0.5 + Math.random() / 2);
}

function checkFunction(value: unknown, option: string): void {
  if (typeof value !== "function")
    throw new TypeError(`${option} of computeAll must be a function, got ${given(value)}.`);
}

function checkCount(value: number, least: number, option: string): number {
  if (Number.isInteger(value) && value >= least) return value;
  throw new RangeError(`${option} of computeAll must be a whole number from ${least}, got ${given(value)}.`);
}

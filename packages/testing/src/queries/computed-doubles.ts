import type { ComputeAllOptions } from "@results-manager/core";
import type { Fixtures } from "../fixtures.ts";

type CounterModel = Fixtures["Counter"];

/** Options of a list that computes the double of each number. */
export type DoubleOptions = ComputeAllOptions<number, CounterModel>;

/** Makes the options of a list that computes the double of each number. */
export function doubles(Counter: CounterModel, options: Partial<DoubleOptions> = {}): DoubleOptions {
  return { id: (n) => ["n", String(n)], model: Counter, compute: (n) => ({ count: 2 * n }), ...options };
}

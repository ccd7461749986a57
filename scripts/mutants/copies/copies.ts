import type { Mutation } from "../find-mutations.ts";

/** Name of the environment variable that holds the copies of a file to test, as JSON. */
export const COPIES = "RESULTS_MANAGER_MUTANT_COPIES";

/** Mutated copies of a source file, which one process loads beside each other, each with copies of all files that depend on it. */
export interface Copies {
  readonly file: string;
  readonly mutations: readonly Mutation[];
  /** Files of tests to run against each copy. */
  readonly tests: readonly string[];
  /** Path of a file that takes a line for each copy that is begun or noticed: `begun N` or `noticed N`. */
  readonly report: string;
}

import type { MeasuredRows } from "../measure/figures.ts";
import type { RunOptions } from "../measure/run-suite.ts";
import type { Checkout } from "./checkout.ts";

/** Measures one checkout in one round, a row at a time. The first rounds warm up the compiler and do not count. */
export type MeasureRound = (round: number) => MeasuredRows;

/** Prepares one checkout. Each returned step is measured in all rounds before the next step begins. */
export type PairedPart = (checkout: Checkout, options: Omit<RunOptions, "rounds">) => Promise<readonly MeasureRound[]>;

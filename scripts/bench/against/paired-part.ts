import type { RunOptions } from "../measure/run-suite.ts";
import type { Checkout } from "./checkout.ts";

/** Figures of one checkout in one round: microseconds per operation, by row. */
export type Measured = Readonly<Record<string, number>>;

/** Measures one checkout in one round; round 0 warms up the compiler and does not count. */
export type MeasureRound = (round: number) => Promise<Measured>;

/** Prepares one checkout. Each returned step is measured in all rounds before the next step begins. */
export type PairedPart = (checkout: Checkout, options: Omit<RunOptions, "rounds">) => Promise<readonly MeasureRound[]>;

import { median } from "../measure/median.ts";
import type { Figures } from "../measure/run-suite.ts";

/** What a row takes now as a multiple of what it took before, taken round by round: the machine is in the same state for both. */
export interface ComparedRow {
  readonly name: string;
  /** Medians, in microseconds an operation. */
  readonly now: number;
  readonly before: number;
  /** Median of the rounds' ratios; above 1 is slower. */
  readonly ratio: number;
  /** Half of the rounds' ratios lie between these. */
  readonly quartiles: readonly [lower: number, upper: number];
  readonly rounds: number;
}

/** What a row may take more than before. */
export const TOLERANCE = 1.05;

/** Compares the figures of two checkouts, `now` and `before`. */
export function compareRows(figures: Figures): ComparedRow[] {
  return [...figures].map(([name, byCheckout]) => {
    const now = byCheckout.get("now") ?? [];
    const before = byCheckout.get("before") ?? [];
    const ratios = now.map((figure, round) => figure / (before[round] as number)).sort((a, b) => a - b);
    const quartile = (share: number): number => ratios[Math.round((ratios.length - 1) * share)] as number;
    return {
      name,
      now: median(now),
      before: median(before),
      ratio: median(ratios),
      quartiles: [quartile(0.25), quartile(0.75)],
      rounds: ratios.length,
    };
  });
}

/** Tells whether a row is slower than before by more than is tolerated. */
export function isSlower({ ratio }: ComparedRow): boolean {
  return ratio > TOLERANCE;
}

/** Adds the rounds of further measurements. */
export function addFigures(figures: Figures, more: Figures): Figures {
  return new Map(
    [...figures].map(([row, byCheckout]) => [
      row,
      new Map([...byCheckout].map(([name, rounds]) => [name, [...rounds, ...(more.get(row)?.get(name) ?? [])]])),
    ]),
  );
}

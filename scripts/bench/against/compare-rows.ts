import type { Figures } from "../measure/figures.ts";
import { median } from "../measure/median.ts";

/** Time of a row now relative to its time before, compared round by round, so that the machine is in the same state for both. */
export interface ComparedRow {
  readonly name: string;
  /** Medians, in microseconds an operation. */
  readonly now: number;
  readonly before: number;
  /** Median of the rounds' ratios; above 1 is slower. */
  readonly ratio: number;
  /** 95 % confidence interval of the median: wider with more disturbance of the machine and with fewer rounds. */
  readonly interval: readonly [lower: number, upper: number];
  /** Ratio of the fastest quarters of the rounds, which were disturbed least. */
  readonly fastest: number;
  readonly rounds: number;
}

/** Tolerated increase of the time of a row. */
export const TOLERANCE = 1.05;

/** Compares the figures of two checkouts, `now` and `before`. */
export function compareRows(figures: Figures): ComparedRow[] {
  return [...figures].map(([name, byCheckout]) => {
    const now = byCheckout.get("now") ?? [];
    const before = byCheckout.get("before") ?? [];
    const ratios = sorted(now.map((figure, round) => figure / (before[round] as number)));
    // Order statistics, chosen by the normal approximation of the number of rounds below the median.
    const outside = Math.max(0, Math.floor((ratios.length - 1.96 * Math.sqrt(ratios.length)) / 2));
    return {
      name,
      now: median(now),
      before: median(before),
      ratio: median(ratios),
      interval: [ratios[outside] as number, ratios[ratios.length - 1 - outside] as number],
      fastest: fastQuarter(now) / fastQuarter(before),
      rounds: ratios.length,
    };
  });
}

/** Tells whether a row looks slower than is tolerated, possibly by chance. */
export function looksSlower({ ratio }: ComparedRow): boolean {
  return ratio > TOLERANCE;
}

/** Tells whether a row is slower than is tolerated: chance does not explain it, and undisturbed rounds also show it. */
export function isSlower(row: ComparedRow): boolean {
  return looksSlower(row) && row.interval[0] > 1 && row.fastest > TOLERANCE;
}

function fastQuarter(figures: readonly number[]): number {
  return sorted(figures)[Math.floor((figures.length - 1) / 4)] as number;
}

function sorted(figures: readonly number[]): number[] {
  return [...figures].sort((a, b) => a - b);
}

/** Adds the rounds of a further measurement. */
export function addFigures(figures: Figures, more: Figures): Figures {
  return new Map(
    [...figures].map(([row, byCheckout]) => [
      row,
      new Map([...byCheckout].map(([name, rounds]) => [name, [...rounds, ...(more.get(row)?.get(name) ?? [])]])),
    ]),
  );
}

import type { Figures } from "../measure/figures.ts";
import { median } from "../measure/median.ts";

/** Time of a row now relative to its time before. */
export interface ComparedRow {
  readonly name: string;
  /** Medians, in microseconds an operation. */
  readonly now: number;
  readonly before: number;
  /** Median of the pairs' ratios; above 1 is slower. */
  readonly ratio: number;
  /** 95 % confidence interval of that median: wider with more disturbance of the machine and with fewer pairs. */
  readonly interval: readonly [lower: number, upper: number];
  readonly pairs: number;
}

/** Tolerated increase of the time of a row. */
export const TOLERANCE = 1.05;

/**
 * Compares the figures of two checkouts, `now` and `before`. A pair of processes counts once, as the median of its rounds' ratios: how a
 * process was compiled and where its memory lies favours one checkout in all of its rounds.
 *
 * @param pairs Figures of each pair of processes.
 */
export function compareRows(pairs: readonly Figures[]): ComparedRow[] {
  const names = new Set(pairs.flatMap((figures) => [...figures.keys()]));
  return [...names].map((name) => {
    const of = (checkout: "now" | "before") => pairs.map((figures) => figures.get(name)?.get(checkout) ?? []);
    const [now, before] = [of("now"), of("before")];
    const ratios = now
      .map((rounds, pair) => median(rounds.map((figure, round) => figure / (before[pair]?.[round] ?? Number.NaN))))
      .sort((a, b) => a - b);
    // Order statistics, chosen by the normal approximation of the number of pairs below the median.
    const outside = Math.max(0, Math.floor((ratios.length - 1.96 * Math.sqrt(ratios.length)) / 2));
    return {
      name,
      now: median(now.flat()),
      before: median(before.flat()),
      ratio: median(ratios),
      interval: [ratios[outside] as number, ratios[ratios.length - 1 - outside] as number],
      pairs: ratios.length,
    };
  });
}

/** Tells whether a row looks slower than is tolerated, possibly by chance. */
export function looksSlower({ ratio }: ComparedRow): boolean {
  return ratio > TOLERANCE;
}

/** Tells whether a row is slower than is tolerated, and chance does not explain it. */
export function isSlower(row: ComparedRow): boolean {
  return looksSlower(row) && row.interval[0] > 1;
}

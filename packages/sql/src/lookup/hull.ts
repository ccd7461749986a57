import { compareCodePoints, type StoredInterval } from "@results-manager/core/storage";

type Bound = StoredInterval["from"];

/** Returns the least interval that contains all of some intervals of one rank. */
export function hullOf(intervals: readonly [StoredInterval, ...StoredInterval[]]): StoredInterval {
  const [{ rank }] = intervals;
  const from = outermost(
    intervals.map((each) => each.from),
    -1,
  );
  const to = outermost(
    intervals.map((each) => each.to),
    1,
  );
  return { rank, from, to };
}

/** Returns the least or greatest of some bounds; `undefined` if one of them is. */
function outermost(bounds: readonly Bound[], sign: 1 | -1): Bound {
  return bounds.reduce((a, b) => (a === undefined || b === undefined ? undefined : sign * compare(a, b) > 0 ? a : b));
}

function compare(a: number | string, b: number | string): number {
  return typeof a === "string" && typeof b === "string" ? compareCodePoints(a, b) : Number(a) - Number(b);
}

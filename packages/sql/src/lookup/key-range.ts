import { compareCodePoints, type Lookup } from "@results-manager/core/storage";

/** Range of the keys of rows; `high` does not belong to it, and is `undefined` where nothing ends it. */
export interface KeyRange {
  readonly low: unknown;
  readonly high: unknown;
}

/** Suffix that makes the immediate successor of an id. */
const LEAST = "\0";

/** Returns the ranges of the ids of a query, in its order. The ids below a prefix need not follow it: `p`, `p-1`, `p/a`. */
export function idRanges({ prefix, order, after }: Lookup): readonly KeyRange[] {
  const isDescending = order?.isOfIds === true && order.isIdDescending;
  const all: readonly { readonly low: string; readonly high: string | undefined }[] =
    prefix === undefined
      ? [{ low: "", high: undefined }]
      : [
          { low: prefix, high: prefix + LEAST },
          { low: `${prefix}/`, high: `${prefix}0` },
        ];
  const ranges = isDescending ? all.toReversed() : all;
  if (after === undefined || !order?.isOfIds) return ranges;
  return ranges.flatMap((range): KeyRange[] => {
    const { low, high } = range;
    if (isDescending)
      return compareIds(after.id, low) <= 0 ? [] : [compareIds(after.id, high) < 0 ? { low, high: after.id } : range];
    const next = after.id + LEAST;
    return compareIds(next, high) >= 0 ? [] : [compareIds(next, low) > 0 ? { low: next, high } : range];
  });
}

/** Returns the range of the rows that are left behind a key. */
export function rangeBehind({ low, high }: KeyRange, last: unknown, isDescending: boolean): KeyRange {
  if (isDescending) return { low, high: last };
  return { low: typeof last === "number" ? last + 1 : `${last}${LEAST}`, high };
}

function compareIds(a: string, b: string | undefined): number {
  return b === undefined ? -1 : compareCodePoints(a, b);
}

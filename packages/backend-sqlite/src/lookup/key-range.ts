import { compareCodePoints, type Lookup } from "@results-manager/core/storage";

/** Range of the keys of rows; `high` does not belong to it. */
export interface KeyRange {
  readonly low: unknown;
  readonly high: unknown;
}

/** Suffix that makes the immediate successor of an id. */
const LEAST = "\0";
/** Sorts after all text. Ids that are blobs belong to another program. */
const AFTER_TEXT = new Uint8Array();

/** Returns the ranges of the ids of a query, in its order. The ids below a prefix need not follow it: `p`, `p-1`, `p/a`. */
export function idRanges({ prefix, order, after }: Lookup): readonly KeyRange[] {
  const isDescending = order?.isOfIds === true && order.isIdDescending;
  const all =
    prefix === undefined
      ? [{ low: "", high: AFTER_TEXT }]
      : [
          { low: prefix, high: prefix + LEAST },
          { low: `${prefix}/`, high: `${prefix}0` },
        ];
  const ranges = isDescending ? all.reverse() : all;
  if (after === undefined || !order?.isOfIds) return ranges;
  return ranges.flatMap((range): KeyRange[] => {
    const { low, high } = range as { low: string; high: string | Uint8Array };
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

function compareIds(a: string, b: string | Uint8Array): number {
  return typeof b === "string" ? compareCodePoints(a, b) : -1;
}

import type { Lookup } from "@results-manager/core/storage";
import { type IndexUse, RANK } from "@results-manager/sql";
import { keyOfValue, keysOf, LAST_KEY } from "./sort-key.ts";

/** Key of an entry: those of its fields, or their text as the server gave it. */
export type EntryKey = readonly Buffer[] | string;

/** Part of an index in the order of a query: the entries of one key from an id on, or those of a range of keys. */
export type KeyStretch =
  | {
      readonly kind: "group";
      readonly key: EntryKey /** Only entries behind this id. */;
      readonly after: string | undefined;
    }
  | {
      readonly kind: "range";
      readonly low: EntryKey;
      readonly high: EntryKey;
      /** The bound does not belong to the range. */
      readonly isOpen: { readonly low: boolean; readonly high: boolean };
    };

type Range = Extract<KeyStretch, { kind: "range" }>;

const CLOSED = { low: false, high: false };

/** Returns the parts of an index that a query looks at, in its order, behind its cursor. Entries before that do no harm. */
export function keyStretches(use: IndexUse, { after }: Lookup): readonly KeyStretch[] {
  const fixed = use.fixed.map((interval) => keysOf(interval).low);
  const { isDescending, term } = use.order;
  const parts = rangesOf(use).sort((a, b) => Buffer.compare(a.low, b.low));
  if (isDescending) parts.reverse();
  const cursor = use.isOrdered ? after : undefined;
  const last = cursor && term >= 0 ? keyOfValue(cursor.values[term]) : undefined;
  return parts.flatMap(({ low, high }): KeyStretch[] => {
    const range: Range = { kind: "range", low: [...fixed, low], high: [...fixed, high], isOpen: CLOSED };
    // All entries have one key, whatever it is.
    if (cursor && term < 0) return [{ kind: "group", key: range.low, after: cursor.id }];
    if (!cursor || !last) return [range];
    const [near, far] = isDescending ? [high, low] : [low, high];
    const sign = isDescending ? -1 : 1;
    if (sign * Buffer.compare(last, far) > 0) return [];
    if (sign * Buffer.compare(last, near) < 0) return [range];
    return [...behindEntry(range, [...fixed, last], cursor.id, isDescending)];
  });
}

/** Returns what is left of a range behind an entry: those of its key, and the other keys. */
export function behindEntry(range: Range, key: EntryKey, id: string, isDescending: boolean): readonly KeyStretch[] {
  const { isOpen } = range;
  const others: Range = isDescending
    ? { ...range, high: key, isOpen: { ...isOpen, high: true } }
    : { ...range, low: key, isOpen: { ...isOpen, low: true } };
  return [{ kind: "group", key, after: id }, others];
}

/** Returns the ranges of the keys of the last field: one for all intervals of a rank, or one of all keys. */
function rangesOf({ intervals }: IndexUse): { readonly low: Buffer; readonly high: Buffer }[] {
  if (!intervals) return [{ low: Buffer.from([RANK.missing]), high: LAST_KEY }];
  const byRank = new Map<number, { readonly low: Buffer; readonly high: Buffer }>();
  for (const interval of intervals) {
    const { low, high } = keysOf(interval);
    const known = byRank.get(interval.rank) ?? { low, high };
    byRank.set(interval.rank, {
      low: Buffer.compare(low, known.low) < 0 ? low : known.low,
      high: Buffer.compare(high, known.high) > 0 ? high : known.high,
    });
  }
  return [...byRank.values()];
}

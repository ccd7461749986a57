import type { StoredInterval, StoredRank } from "@results-manager/core/storage";
import { type EntryOrder, hullOf, RANK } from "@results-manager/sql";
import { AFTER_TEXT, KEY_OF_RANK } from "./index-columns.ts";

/** Part of an index in the order of a query: the entries of one key, or those of a range of keys. */
export type Segment =
  | {
      readonly kind: "group";
      /** Null for missing values. */
      readonly key: unknown;
      /** Only entries behind this id. */
      readonly after: string | undefined;
    }
  | {
      readonly kind: "range";
      readonly low: unknown;
      readonly high: unknown;
      readonly isOpen: { readonly low: boolean; readonly high: boolean };
    };

/** Segment whose keys are of one rank. */
export interface RankedSegment {
  readonly rank: number;
  readonly segment: Segment;
}

type Range = Extract<Segment, { kind: "range" }>;

const RANKS: readonly StoredRank[] = [0, 1, 2, 3, 4, 6, 7];
const CLOSED = { low: false, high: false };

/** Returns the parts of an index whose keys are in the intervals, in the order of the ranks. @param intervals All values by default. */
export function segmentsOf(
  intervals: readonly StoredInterval[] | undefined,
  isDescending: boolean,
): readonly RankedSegment[] {
  if (!intervals) return isDescending ? ALL_DESCENDING : ALL;
  const segments = RANKS.flatMap((rank) => {
    const ofRank = intervals.filter((interval) => interval.rank === rank);
    return ofRank.length === 0 ? [] : [{ rank, segment: segmentOf(rank, ofRank) }];
  });
  return isDescending ? segments.reverse() : segments;
}

const ALL = segmentsOf(
  RANKS.map((rank) => ({ rank })),
  false,
);
const ALL_DESCENDING = ALL.toReversed();
const RANK_OF_WHOLE = new Map(ALL.map(({ rank, segment }) => [segment, rank]));

/** Returns the rank of which a segment has all keys; `undefined` if it may lack some. */
export function rankOfWhole(segment: Segment): number | undefined {
  return RANK_OF_WHOLE.get(segment);
}

/** Entries that match, and perhaps others: several intervals are taken as one. */
function segmentOf(rank: number, intervals: readonly StoredInterval[]): Segment {
  if (rank !== RANK.number && rank !== RANK.text)
    return { kind: "group", key: KEY_OF_RANK[rank] ?? null, after: undefined };
  const { from: low, to: high } = hullOf(intervals as readonly [StoredInterval, ...StoredInterval[]]);
  if (low !== undefined && low === high) return { kind: "group", key: low, after: undefined };
  return rank === RANK.number
    ? { kind: "range", low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY, isOpen: CLOSED }
    : { kind: "range", low: low ?? "", high: high ?? AFTER_TEXT, isOpen: CLOSED };
}

/** Returns the part of a range that is behind a key, in the direction in which it is read. */
export function rangeBehindKey(range: Range, key: unknown, isDescending: boolean): Range {
  return isDescending
    ? { ...range, high: key, isOpen: { ...range.isOpen, high: true } }
    : { ...range, low: key, isOpen: { ...range.isOpen, low: true } };
}

/** Returns what is left of the segments behind a place. Where that is not known exactly, entries before it are left too. */
export function segmentsBehind(
  segments: readonly RankedSegment[],
  value: unknown,
  id: string,
  { isDescending, term }: EntryOrder,
): readonly Segment[] {
  // All entries have the same key, whatever the value was.
  if (term < 0) return segments.map(({ segment }) => (segment.kind === "group" ? { ...segment, after: id } : segment));
  const placed = rankOfKey(value);
  return segments.flatMap(({ rank, segment }): Segment[] => {
    if (rank !== placed.rank) return rank > placed.rank === isDescending ? [] : [segment];
    if (placed.key === undefined) return [segment];
    const group: Segment = { kind: "group", key: placed.key, after: id };
    if (segment.kind === "group") return isSameKey(segment.key, placed.key) ? [group] : [segment];
    return [group, rangeBehindKey(segment, placed.key, isDescending)];
  });
}

/** Rank and key of a value of a cursor; the key is `undefined` where the index has none. */
function rankOfKey(value: unknown): { readonly rank: number; readonly key: unknown } {
  if (value === undefined) return { rank: 0, key: null };
  if (value === null) return { rank: 1, key: KEY_OF_RANK[1] };
  if (typeof value === "boolean") return { rank: value ? 3 : 2, key: KEY_OF_RANK[value ? 3 : 2] };
  if (typeof value === "bigint") return { rank: RANK.number, key: undefined };
  // NaN sorts behind all numbers, which the index does not have.
  if (typeof value === "number")
    return Number.isNaN(value) ? { rank: RANK.number + 0.5, key: undefined } : { rank: RANK.number, key: value };
  if (typeof value === "string") return { rank: RANK.text, key: value.isWellFormed() ? value : undefined };
  return value instanceof Date ? { rank: 5, key: undefined } : { rank: 7, key: KEY_OF_RANK[7] };
}

function isSameKey(a: unknown, b: unknown): boolean {
  return a === b || (a instanceof Uint8Array && b instanceof Uint8Array && Buffer.compare(a, b) === 0);
}

import type { Narrowing, StoredInterval } from "@results-manager/core/storage";
import { hullOf } from "./hull.ts";

/** Number of intervals of a test from which those of one rank are taken as one. */
const MANY_INTERVALS = 32;
/** Number of tests and intervals that a statement may have: SQLite limits the depth of expressions. */
const MAX_SIZE = 256;

/** Returns a narrowing that fits into a statement, and leaves out no more than the given one. */
export function boundedNarrowing(narrowing: Narrowing): Narrowing {
  if (narrowing.kind === "any") return narrowing;
  if (narrowing.kind === "within") {
    const { intervals } = narrowing;
    return intervals.length > MANY_INTERVALS ? { ...narrowing, intervals: hullsOf(intervals) } : narrowing;
  }
  const parts = narrowing.parts.map(boundedNarrowing);
  if (sizeOf(parts) <= MAX_SIZE) return { ...narrowing, parts };
  const small = parts.filter((part) => sizeOf([part]) <= MAX_SIZE / parts.length);
  return narrowing.kind === "all" && small.length > 0 ? { kind: "all", parts: small } : { kind: "any" };
}

function hullsOf(intervals: readonly StoredInterval[]): readonly StoredInterval[] {
  const ranks = new Set(intervals.map(({ rank }) => rank));
  return [...ranks].map((rank) =>
    hullOf(intervals.filter((each) => each.rank === rank) as [StoredInterval, ...StoredInterval[]]),
  );
}

function sizeOf(parts: readonly Narrowing[]): number {
  let size = 0;
  for (const part of parts) {
    if (part.kind === "within") size += part.intervals.length + 1;
    else if (part.kind !== "any") size += 1 + sizeOf(part.parts);
  }
  return size;
}

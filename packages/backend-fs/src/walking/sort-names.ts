import { shouldYield, yieldToEventLoop } from "@results-manager/core/storage";

/** Number of names that are sorted in one or two milliseconds. */
const RUN = 4096;
/** Number of names that are merged between checks of the time. */
const SLICE = 1024;

/** Compares two names; the default is the order of `<`. */
export type CompareNames = (a: string, b: string) => number;

/** Sorts names: few in place, many in runs that are merged, yielding to timers and I/O. */
export function sortNames(names: string[], compare?: CompareNames): string[] | Promise<string[]> {
  return names.length <= RUN ? names.sort(compare) : sortInRuns(names, compare);
}

async function sortInRuns(names: readonly string[], compare?: CompareNames): Promise<string[]> {
  let runs: string[][] = [];
  for (let at = 0; at < names.length; at += RUN) {
    runs.push(names.slice(at, at + RUN).sort(compare));
    if (shouldYield()) await yieldToEventLoop();
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const [left, right] = [runs[i] as string[], runs[i + 1]];
      merged.push(right ? await merge(left, right, compare) : left);
    }
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge(left: readonly string[], right: readonly string[], compare?: CompareNames): Promise<string[]> {
  const merged: string[] = [];
  let [l, r] = [0, 0];
  while (l < left.length || r < right.length) {
    const a = left[l];
    const b = right[r];
    const isLeft = a !== undefined && (b === undefined || (compare ? compare(a, b) <= 0 : a <= b));
    merged.push((isLeft ? a : b) as string);
    if (isLeft) l++;
    else r++;
    if (merged.length % SLICE === 0 && shouldYield()) await yieldToEventLoop();
  }
  return merged;
}

/** Removes duplicates from a sorted list; returns the list itself where there are none. */
export function eachOnce(sorted: string[]): readonly string[] {
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) return sorted.filter((entry, k) => k === 0 || entry !== sorted[k - 1]);
  }
  return sorted;
}

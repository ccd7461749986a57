import { shouldYield, yieldToEventLoop } from "./event-loop.ts";

/** Number of items that are sorted at once. */
const RUN = 256;

/** Returns the items in order, and yields to timers and I/O in between: merge sort, so equal items keep their order. */
export async function sortCooperatively<T>(items: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  let runs: T[][] = [];
  for (let at = 0; at < items.length; at += RUN) {
    runs.push(items.slice(at, at + RUN).sort(compare));
    if (shouldYield()) await yieldToEventLoop();
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) merged.push(await merge(runs[i] ?? [], runs[i + 1] ?? [], compare));
    runs = merged;
  }
  return runs[0] ?? [];
}

async function merge<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
  const merged: T[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const isLeft = compare(a[i] as T, b[j] as T) <= 0;
    merged.push((isLeft ? a[i++] : b[j++]) as T);
    if (merged.length % RUN === 0 && shouldYield()) await yieldToEventLoop();
  }
  return merged.concat(a.slice(i), b.slice(j));
}

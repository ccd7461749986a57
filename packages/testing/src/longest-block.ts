import { type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The longest time, in milliseconds, that the event loop let nothing through between `work` having been called and its promise
 * being settled.
 *
 * Making the calls is the caller's own time, and the garbage collector's pauses are the machine's: neither counts.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const pauses: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  const done = work();
  const spans: Span[] = [];
  let start = performance.now();
  const pass = (): void => {
    const end = performance.now();
    spans.push({ start, end });
    start = end;
  };
  const tick = (): void => {
    pass();
    immediate = setImmediate(tick);
  };
  let immediate = setImmediate(tick);
  try {
    await done;
  } finally {
    clearImmediate(immediate);
  }
  pass();
  await nextTurn(); // The observer is told of the last pauses in the next turn.
  await nextTurn();
  observer.disconnect();
  return Math.max(...spans.map((span) => span.end - span.start - pausedWithin(span, pauses)));
}

function pausedWithin({ start, end }: Span, pauses: readonly PerformanceEntry[]): number {
  return pauses.reduce((sum, { startTime, duration }) => {
    return sum + Math.max(0, Math.min(end, startTime + duration) - Math.max(start, startTime));
  }, 0);
}

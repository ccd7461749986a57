import { type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";
import { waitedForProcessor } from "./waited-for-processor.ts";

interface Span {
  readonly start: number;
  readonly end: number;
  /** For how long others had the processors. */
  readonly waited: number;
}

/** Most turns are so short that nobody looks at them, and there may be a hundred thousand. */
const SHORT_MS = 1;

/**
 * The longest time, in milliseconds, that the event loop let nothing through between `work` having been called and its promise
 * being settled.
 *
 * Making the calls is the caller's own time; the garbage collector's pauses, and what other processes take, are the machine's: none of
 * it counts.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const pauses: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  const done = work();
  const spans: Span[] = [];
  let waited = waitedForProcessor();
  let start = performance.now();
  const pass = (): void => {
    const end = performance.now();
    if (end - start > SHORT_MS) {
      const now = waitedForProcessor();
      spans.push({ start, end, waited: now - waited });
      waited = now;
    }
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
  return Math.max(0, ...spans.map((span) => span.end - span.start - span.waited - pausedWithin(span, pauses)));
}

function pausedWithin({ start, end }: Span, pauses: readonly PerformanceEntry[]): number {
  return pauses.reduce((sum, { startTime, duration }) => {
    return sum + Math.max(0, Math.min(end, startTime + duration) - Math.max(start, startTime));
  }, 0);
}

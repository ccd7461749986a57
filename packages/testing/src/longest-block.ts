import { type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";

interface Span {
  readonly start: number;
  readonly end: number;
  /** Time that this thread had a processor. */
  readonly worked: number;
}

/** Most turns are so short that nobody looks at them, and there may be a hundred thousand. */
const SHORT_MS = 1;

/**
 * Measures for how long the thread worked at most, in milliseconds, without letting timers and I/O through, from the call of `work` until
 * its promise is settled.
 *
 * Making the calls is the caller's own time; the garbage collector's pauses, and what the disk and other processes take, are the machine's:
 * none of it counts. So a busy machine changes nothing.
 */
export async function longestBlock(work: () => Promise<unknown>): Promise<number> {
  const pauses: PerformanceEntry[] = [];
  const observer = new PerformanceObserver((list) => pauses.push(...list.getEntries()));
  observer.observe({ entryTypes: ["gc"] });
  const done = work();
  const spans: Span[] = [];
  let worked = workedFor();
  let start = performance.now();
  const pass = (): void => {
    const end = performance.now();
    const now = workedFor();
    if (now - worked > SHORT_MS) spans.push({ start, end, worked: now - worked });
    worked = now;
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
  await yieldToEventLoop(); // The observer is told of the last pauses in the next turn.
  await yieldToEventLoop();
  observer.disconnect();
  return Math.max(0, ...spans.map((span) => span.worked - pausedWithin(span, pauses)));
}

/** Milliseconds of processor time that this thread has used; before Node 23.9 only those of all threads can be told. */
function workedFor(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

function pausedWithin({ start, end }: Span, pauses: readonly PerformanceEntry[]): number {
  return pauses.reduce((sum, { startTime, duration }) => {
    return sum + Math.max(0, Math.min(end, startTime + duration) - Math.max(start, startTime));
  }, 0);
}

import { type PerformanceEntry, PerformanceObserver } from "node:perf_hooks";
import { setImmediate as yieldToEventLoop } from "node:timers/promises";

interface Span {
  readonly start: number;
  readonly end: number;
  /** Processor time of this thread. */
  readonly worked: number;
}

/** Turns shorter than this are ignored: there may be a hundred thousand of them. */
const SHORT_MS = 1;

/**
 * Measures the longest time, in milliseconds, for which the thread worked without letting timers and I/O through, from the call of `work`
 * until its promise is settled.
 *
 * The time in which the caller makes its calls, pauses of the garbage collector, and time taken by the disk and other processes do not
 * count, so the result does not depend on the load of the machine.
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
  await yieldToEventLoop(); // The observer receives the last pauses in the next turn.
  await yieldToEventLoop();
  observer.disconnect();
  return Math.max(0, ...spans.map((span) => span.worked - pausedWithin(span, pauses)));
}

/** Milliseconds of processor time that this thread has used; before Node 23.9, that of all threads. */
function workedFor(): number {
  const { user, system } = process.threadCpuUsage?.() ?? process.cpuUsage();
  return (user + system) / 1000;
}

function pausedWithin({ start, end }: Span, pauses: readonly PerformanceEntry[]): number {
  return pauses.reduce((sum, { startTime, duration }) => {
    return sum + Math.max(0, Math.min(end, startTime + duration) - Math.max(start, startTime));
  }, 0);
}

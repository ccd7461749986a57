import { realTime } from "./real-time.ts";

/** Waits for a number of milliseconds, or until the signal is aborted. Keeps no process alive. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      realTime.clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = realTime.setTimeout(end, ms).unref();
    signal.addEventListener("abort", end);
  });
}

/** Waits until a signal is aborted. Keeps no process alive. */
export function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

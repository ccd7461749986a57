import type { BenchStore } from "../contender.ts";

/**
 * Runs an operation a number of times, concurrently if it returns promises, and in one transaction if the store leaves that to its
 * caller; returns microseconds per operation.
 */
export async function timedBatch(store: BenchStore, times: number, operation: (i: number) => unknown): Promise<number> {
  const start = performance.now();
  store.begin?.();
  const answers: unknown[] = [];
  let pending = false;
  for (let i = 0; i < times; i++) {
    const answer = operation(i);
    pending ||= answer instanceof Promise;
    answers.push(answer);
  }
  if (pending) await Promise.all(answers);
  store.commit?.();
  return ((performance.now() - start) * 1000) / times;
}

/** Runs an operation a number of times, one after the other; returns microseconds per operation. */
export async function timedSequence(times: number, operation: (i: number) => unknown): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < times; i++) {
    const answer = operation(i);
    if (answer instanceof Promise) await answer;
  }
  return ((performance.now() - start) * 1000) / times;
}

/** Runs an operation for a given time, at least once; returns microseconds per operation. */
export async function timedWhile(forMs: number, operation: (i: number) => unknown): Promise<number> {
  const start = performance.now();
  let times = 0;
  while (times === 0 || performance.now() - start < forMs) await operation(times++);
  return ((performance.now() - start) * 1000) / times;
}

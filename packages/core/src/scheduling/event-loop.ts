import { realTime } from "../time/real-time.ts";

/** Time slice: longest synchronous work in milliseconds before timers and I/O run. */
const TIME_SLICE_MS = 5;

let sliceStart = 0;
let isSliceOpen = false;

/**
 * Tells whether the current turn of the event loop has used up its time slice. Then call `await yieldToEventLoop()`.
 *
 * Promise callbacks run before timers and I/O, so a loop of awaited synchronous operations would block the process for as long as it runs.
 */
export function shouldYield(): boolean {
  if (isSliceOpen) return realTime.elapsed() - sliceStart > TIME_SLICE_MS;
  startTimeSlice();
  return false;
}

/** Starts the time slice of this turn, unless it has started: work that a caller does before its first await counts too. */
export function startTimeSlice(at: number = realTime.elapsed()): void {
  if (isSliceOpen) return;
  sliceStart = at;
  isSliceOpen = true;
  realTime.setImmediate(endTimeSlice);
}

function endTimeSlice(): void {
  isSliceOpen = false;
}

let nextTurn: Promise<void> | undefined;

/** Resolves in the next turn of the event loop. All callers of one turn share the promise, since there may be hundreds. */
export function yieldToEventLoop(): Promise<void> {
  nextTurn ??= new Promise((resolve) => {
    realTime.setImmediate(() => {
      nextTurn = undefined;
      resolve();
    });
  });
  return nextTurn;
}

/** Number of waiting tasks that are resumed together before the clock is checked again. */
const TASKS_PER_GROUP = 32;

/** Weight of a task that hashes a whole value; large values take milliseconds. */
export const HEAVY_FLOW = 8;

/** Waiting tasks that share one promise. */
class WaitingTasks {
  readonly released: Promise<void>;
  release!: () => void;
  count = 0;

  constructor() {
    this.released = new Promise((resolve) => {
      this.release = resolve;
    });
  }
}

const waiting: WaitingTasks[] = [];
let isReleasing = false;

/**
 * Returns a promise that resolves when the event loop has time for this task, or `undefined` if the task may continue immediately.
 *
 * For code that runs in thousands of concurrent tasks: they are resumed in order, a few at a time, so that no task is woken only to wait
 * again. A task that may continue must do so immediately, because later tasks get the same answer.
 *
 * @param weight Number of tasks that this one counts as.
 */
export function waitForTimeSlice(weight = 1): Promise<void> | undefined {
  // Only one release loop may run: a second one would remove a group that the first is about to release.
  if (!isReleasing) {
    if (!shouldYield()) return undefined;
    void releaseWaiting();
  }
  let last = waiting.at(-1);
  if (!last || last.count >= TASKS_PER_GROUP) {
    last = new WaitingTasks();
    waiting.push(last);
  }
  last.count += weight;
  return last.released;
}

async function releaseWaiting(): Promise<void> {
  isReleasing = true;
  await yieldToEventLoop();
  for (let group = waiting[0]; group; group = waiting[0]) {
    group.count = TASKS_PER_GROUP; // Tasks that arrive from here on wait in a later group.
    group.release();
    await group.released;
    waiting.shift();
    if (shouldYield()) await yieldToEventLoop();
  }
  isReleasing = false;
}

/** Maps every item and yields to timers and I/O in between. Rejects with the error of the first failing item, in item order. */
export async function mapCooperatively<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
  const mapped: (R | Promise<R>)[] = [];
  for (let i = 0; i < items.length; i++) {
    const result = map(items[i] as T, i);
    // The promise is awaited below, perhaps many turns later. Without a handler, Node would end the process on a rejection.
    if (result instanceof Promise) result.catch(() => {});
    mapped.push(result);
    if (shouldYield()) await yieldToEventLoop();
  }
  const results: R[] = [];
  for (const result of mapped) results.push(result instanceof Promise ? await result : result);
  return results;
}

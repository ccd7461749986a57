import { realTime } from "../time/real-time.ts";

/** For how long work may go on before timers and I/O get their turn, in milliseconds. */
const TURN_BUDGET_MS = 5;

let turnStart = 0;
let inTurn = false;

/**
 * Tells whether this turn of the event loop has been busy for long enough; then `await yieldToEventLoop()`.
 *
 * Promise callbacks never let timers or I/O through, so a loop of awaited synchronous operations would block the process
 * for as long as it runs.
 */
export function shouldYield(): boolean {
  if (inTurn) return realTime.elapsed() - turnStart > TURN_BUDGET_MS;
  startTimeSlice();
  return false;
}

/** Starts counting, unless this turn is counted already: what a caller does before its first await counts, too. */
export function startTimeSlice(): void {
  if (inTurn) return;
  turnStart = realTime.elapsed();
  inTurn = true;
  realTime.setImmediate(endTurn);
}

function endTurn(): void {
  inTurn = false;
}

let next: Promise<void> | undefined;

/** Resolves in the next turn of the event loop; for all who ask in this one at once, since hundreds may. */
export function yieldToEventLoop(): Promise<void> {
  next ??= new Promise((resolve) => {
    realTime.setImmediate(() => {
      next = undefined;
      resolve();
    });
  });
  return next;
}

/** How many of the flows that wait for time go on together, before the time is looked at again. */
const FLOWS_TOGETHER = 32;

/** How many flows one counts for that digests a whole value, or more: milliseconds, where it is a large one. */
export const HEAVY_FLOW = 8;

/** Flows that wait for time, by one promise. */
class WaitingFlows {
  readonly released: Promise<void>;
  release!: () => void;
  count = 0;

  constructor() {
    this.released = new Promise((resolve) => {
      this.release = resolve;
    });
  }
}

const waiting: WaitingFlows[] = [];
let isReleasing = false;

/**
 * What a flow of calls waits for until the event loop has time for it; undefined when it may go on at once.
 *
 * For code that runs in thousands of flows: they go on in the order in which they came, a few at a time, so that the time is not spent
 * on waking those that would only wait again. Whoever may go on must do so at once: later, the others have been told the same.
 *
 * @param weight how many flows this one counts for.
 */
export function waitForTimeSlice(weight = 1): Promise<void> | undefined {
  // One releases all of them: a second one would take away a group that the first is about to release.
  if (!isReleasing) {
    if (!shouldYield()) return undefined;
    void releaseInTurns();
  }
  let last = waiting.at(-1);
  if (!last || last.count >= FLOWS_TOGETHER) {
    last = new WaitingFlows();
    waiting.push(last);
  }
  last.count += weight;
  return last.released;
}

async function releaseInTurns(): Promise<void> {
  isReleasing = true;
  await yieldToEventLoop();
  for (let flows = waiting[0]; flows; flows = waiting[0]) {
    flows.count = FLOWS_TOGETHER; // Whoever comes from here on waits behind them.
    flows.release();
    await flows.released;
    waiting.shift();
    if (shouldYield()) await yieldToEventLoop();
  }
  isReleasing = false;
}

/** Maps every item, letting timers and I/O through; rejected with the first error in the order of the items. */
export async function mapCooperatively<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
  const mapped: (R | Promise<R>)[] = [];
  for (let i = 0; i < items.length; i++) {
    const result = map(items[i] as T, i);
    // It is awaited below, perhaps turns later: until then nobody listens, and Node would end the process.
    if (result instanceof Promise) result.catch(() => {});
    mapped.push(result);
    if (shouldYield()) await yieldToEventLoop();
  }
  const results: R[] = [];
  for (const result of mapped) results.push(result instanceof Promise ? await result : result);
  return results;
}

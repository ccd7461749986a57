/** For how long work may go on before timers and I/O get their turn, in milliseconds. */
const TURN_BUDGET_MS = 5;

let turnStart = 0;
let inTurn = false;

/**
 * Tells whether this turn of the event loop has been busy for long enough; then `await nextTurn()`.
 *
 * Promise callbacks never let timers or I/O through, so a loop of awaited synchronous operations would block the process
 * for as long as it runs.
 */
export function turnExhausted(): boolean {
  if (inTurn) return performance.now() - turnStart > TURN_BUDGET_MS;
  beginTurn();
  return false;
}

/** Starts counting, unless this turn is counted already: what a caller does before its first await counts, too. */
export function beginTurn(): void {
  if (inTurn) return;
  turnStart = performance.now();
  inTurn = true;
  setImmediate(endTurn);
}

function endTurn(): void {
  inTurn = false;
}

let next: Promise<void> | undefined;

/** Resolves in the next turn of the event loop; for all who ask in this one at once, since hundreds may. */
export function nextTurn(): Promise<void> {
  next ??= new Promise((resolve) => {
    setImmediate(() => {
      next = undefined;
      resolve();
    });
  });
  return next;
}

/**
 * Waits until this turn has time left. For code that runs in thousands of flows at once: those that resume together and find the
 * time used up wait again.
 */
export async function turnWithTime(): Promise<void> {
  while (turnExhausted()) await nextTurn();
}

/** Maps every item, letting timers and I/O through; rejected with the first error in the order of the items. */
export async function mapInTurns<T, R>(
  items: readonly T[],
  map: (item: T, index: number) => R | Promise<R>,
): Promise<R[]> {
  const mapped: (R | Promise<R>)[] = [];
  for (let i = 0; i < items.length; i++) {
    const result = map(items[i] as T, i);
    // It is awaited below, perhaps turns later: until then nobody listens, and Node would end the process.
    if (result instanceof Promise) result.catch(() => {});
    mapped.push(result);
    if (turnExhausted()) await nextTurn();
  }
  const results: R[] = [];
  for (const result of mapped) results.push(result instanceof Promise ? await result : result);
  return results;
}

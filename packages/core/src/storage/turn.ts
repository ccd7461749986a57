/** For how long work may go on before timers and I/O get their turn, in milliseconds. */
const TURN_BUDGET_MS = 8;

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

/** Resolves in the next turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** Maps every item, letting timers and I/O through; promises among the results are awaited together. */
export async function mapInTurns<T, R>(items: readonly T[], map: (item: T, index: number) => R | Promise<R>): Promise<R[]> {
  const results: (R | Promise<R>)[] = [];
  for (let i = 0; i < items.length; i++) {
    results.push(map(items[i] as T, i));
    if (turnExhausted()) await nextTurn();
  }
  return Promise.all(results);
}

import { applyCall, type RegisterState } from "./apply-call.ts";
import type { RegisterOperation } from "./operation.ts";

/** A value that a key may have by now, and the unended operations that have taken effect in it. */
interface Possibility {
  readonly state: RegisterState;
  readonly done: ReadonlySet<RegisterOperation>;
}

/** First operation of a history that no order explains. */
export interface Violation {
  readonly operation: RegisterOperation;
  /** Values that the key could have had when it ended. */
  readonly states: readonly RegisterState[];
  /** Operations of the key that overlap with it. */
  readonly during: readonly RegisterOperation[];
}

/**
 * Looks for an operation whose outcome is impossible, if each operation takes effect at one moment between its start and its end: a history
 * without one is linearizable. Each key is checked by itself, which is enough. All keys are empty at first.
 *
 * Wing and Gong's search, in the form of Lowe: it goes through the starts and ends in their order, and keeps all possibilities. The effort
 * grows with the number of operations, and exponentially only with the number that run at the same time.
 */
export function findViolation(history: readonly RegisterOperation[]): Violation | undefined {
  for (const operations of Map.groupBy(history, ({ key }) => key).values()) {
    const violation = findOfKey(operations);
    if (violation) return violation;
  }
  return undefined;
}

function findOfKey(operations: readonly RegisterOperation[]): Violation | undefined {
  const running = new Set<RegisterOperation>();
  let possible: readonly Possibility[] = [{ state: null, done: new Set() }];
  for (const { operation, isEnd } of momentsOf(operations)) {
    if (!isEnd) {
      running.add(operation);
      continue;
    }
    const next = withDone(operation, possible, running);
    running.delete(operation);
    if (next.length === 0) {
      const states = [...new Set(possible.map(({ state }) => state))];
      const during = operations.filter(({ start, end }) => start <= operation.end && end >= operation.start);
      return { operation, states, during };
    }
    possible = next;
  }
  return undefined;
}

/** Starts and ends in their order. Where they have the same time, starts come first, since more is possible then. */
function momentsOf(operations: readonly RegisterOperation[]) {
  const moments = operations.flatMap((operation) => [
    { operation, at: operation.start, isEnd: false },
    ...(operation.outcome === undefined ? [] : [{ operation, at: operation.end, isEnd: true }]),
  ]);
  return moments.sort((a, b) => a.at - b.at || Number(a.isEnd) - Number(b.isEnd));
}

/** Returns the possibilities in which an operation that ends has taken effect, after any of the running ones. */
function withDone(
  ended: RegisterOperation,
  possible: readonly Possibility[],
  running: ReadonlySet<RegisterOperation>,
): readonly Possibility[] {
  const ids = new Map([...running].map((operation, i) => [operation, i]));
  const seen = new Set<string>();
  const left = [...possible];
  const found = new Map<string, Possibility>();
  for (let one = left.pop(); one; one = left.pop()) {
    const { state, done } = one;
    const id = `${state} ${[...done].map((operation) => ids.get(operation)).sort()}`;
    if (seen.has(id)) continue;
    seen.add(id);
    if (done.has(ended)) {
      const others = new Set(done);
      others.delete(ended);
      found.set(id, { state, done: others });
      continue;
    }
    for (const operation of running) {
      if (done.has(operation)) continue;
      const applied = applyCall(state, operation.call);
      if (operation.outcome !== undefined && operation.outcome !== applied.outcome) continue;
      left.push({ state: applied.state, done: new Set(done).add(operation) });
    }
  }
  return [...found.values()];
}

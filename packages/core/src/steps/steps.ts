import type { Awaitable } from "../scheduling/group-commit.ts";

/** What work in steps has to wait for. */
export interface Pending {
  readonly promise: PromiseLike<unknown>;
  /** Whose it is, for whoever cannot wait. */
  readonly what: string;
}

/**
 * Work that says what it waits for instead of waiting: one piece of code for those who can await and for those who cannot.
 *
 * `runSteps` waits for each promise that is yielded, `runStepsNow` refuses them.
 */
export type Steps<T> = Generator<Pending, T, unknown>;

/** Goes on with a value at once where it is there, else when it is. `what` names whose it is. */
export function* settled<T>(value: Awaitable<T>, what: string): Steps<T> {
  return isPromise(value) ? ((yield { promise: value, what }) as T) : value;
}

/** Does work on each item of a listing; one that is left early is told. */
export function* forEach<T>(items: AsyncIterable<T> | Iterable<T>, work: (item: T) => Steps<void>): Steps<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let isDone = false;
  try {
    for (;;) {
      isDone = true; // One that throws has ended by itself.
      const next = yield* settled(iterator.next() as Awaitable<IteratorResult<T>>, "a listing");
      if (next.done) return;
      isDone = false;
      yield* work(next.value);
    }
  } finally {
    if (!isDone) yield* settled(iterator.return?.() as Awaitable<unknown>, "a listing");
  }
}

function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | null | undefined)?.then === "function";
}

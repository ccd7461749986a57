import type { Awaitable } from "../scheduling/group-commit.ts";

/** Promise that steps wait for. */
export interface Pending {
  readonly promise: PromiseLike<unknown>;
  /** Subject of the error message when the caller cannot wait: the function or store that returned the promise. */
  readonly what: string;
}

/**
 * Code that yields its promises instead of awaiting them, so that asynchronous and synchronous callers share it.
 *
 * `runSteps` awaits each promise, `runStepsNow` throws an error for it.
 */
export type Steps<T> = Generator<Pending, T, unknown>;

/** Returns a value, or yields a promise and returns its result. `what` names the source of the value in messages. */
export function* settled<T>(value: Awaitable<T>, what: string): Steps<T> {
  return isPromise(value) ? ((yield { promise: value, what }) as T) : value;
}

/** Runs steps for each item of an iterable, and closes the iterator if they throw. */
export function* forEach<T>(items: AsyncIterable<T> | Iterable<T>, work: (item: T) => Steps<void>): Steps<void> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  let isDone = false;
  try {
    for (;;) {
      isDone = true; // An iterator that throws is already closed.
      const next = yield* settled(iterator.next() as Awaitable<IteratorResult<T>>, "The listing");
      if (next.done) return;
      isDone = false;
      yield* work(next.value);
    }
  } finally {
    if (!isDone) yield* settled(iterator.return?.() as Awaitable<unknown>, "The listing");
  }
}

function isPromise<T>(value: Awaitable<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | null | undefined)?.then === "function";
}

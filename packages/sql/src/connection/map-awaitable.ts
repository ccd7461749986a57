import type { Awaitable } from "@results-manager/core/storage";

/** Maps a value that is present or promised. A value that is present is mapped at once, so that a synchronous driver needs no promise. */
export function mapAwaitable<T, R>(value: Awaitable<T>, map: (value: T) => Awaitable<R>): Awaitable<R> {
  return value instanceof Promise ? value.then(map) : map(value as T);
}

import { inspect } from "node:util";

/**
 * Lists the checked items of an iterable. A string is rejected, since it would be iterated by character.
 *
 * @throws {TypeError} naming `what` when `items` is not an iterable object; the error of `check`.
 */
export function listOf<T, R>(items: Iterable<T>, what: string, check: (item: T) => R): R[] {
  if (typeof items === "object" && items !== null && Symbol.iterator in items) return Array.from(items, check);
  throw new TypeError(`${what} must be in an array or another iterable, got ${preview(items)}.`);
}

/** Checks a pair of a key, or an id, and a value. @throws {TypeError} when it is not an array. */
export function checkPair<K>(pair: readonly [key: K, value: unknown]): readonly [key: K, value: unknown] {
  if (Array.isArray(pair)) return pair;
  throw new TypeError(`A pair must be [key, value], got ${preview(pair)}.`);
}

function preview(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 40, breakLength: Number.POSITIVE_INFINITY });
}

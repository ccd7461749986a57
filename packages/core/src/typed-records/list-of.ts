import { inspect } from "node:util";

/**
 * Lists what is given, each item checked. Text is refused: one that stands alone would be taken for its characters.
 *
 * @throws {TypeError} naming `what` where it is nothing to iterate over; what `check` throws.
 */
export function listOf<T, R>(items: Iterable<T>, what: string, check: (item: T) => R): R[] {
  if (typeof items === "object" && items !== null && Symbol.iterator in items) return Array.from(items, check);
  throw new TypeError(`${what} must be in an array or another iterable, got ${shown(items)}.`);
}

/** Checks that there is a key, or an id, with a value. @throws {TypeError} when it is no array. */
export function checkPair<K>(pair: readonly [key: K, value: unknown]): readonly [key: K, value: unknown] {
  if (Array.isArray(pair)) return pair;
  throw new TypeError(`A pair must be [key, value], got ${shown(pair)}.`);
}

function shown(given: unknown): string {
  return inspect(given, { depth: 0, maxStringLength: 40, breakLength: Number.POSITIVE_INFINITY });
}

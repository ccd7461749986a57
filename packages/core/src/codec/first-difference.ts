import { isBytes, sameBytes } from "./bytes.ts";
import { isPlainObject } from "./is-plain-object.ts";

/** Where two values differ first, and what stands there on either side. */
export interface Difference {
  /** From the root of the data. */
  readonly path: readonly PropertyKey[];
  /** What is stored. */
  readonly old: unknown;
  /** What was given. */
  readonly new: unknown;
}

/**
 * Compares two values deeply and returns the first place where they differ, or `undefined` for equal ones.
 *
 * The order of keys, and of the entries of Maps and Sets, does not matter; `NaN` equals itself, `-0` and `0` differ, as do an
 * absent property and one that is `undefined`.
 */
export function firstDifference(old: unknown, next: unknown): Difference | undefined {
  if (Object.is(old, next)) return undefined;
  if (typeof old !== "object" || typeof next !== "object" || old === null || next === null) return here(old, next);
  if (Array.isArray(old)) return Array.isArray(next) ? inArrays(old, next) : here(old, next);
  if (isPlainObject(old)) return isPlainObject(next) ? inRecords(old, next) : here(old, next);
  return sameInstance(old, next) ? undefined : here(old, next);
}

function inArrays(old: readonly unknown[], next: readonly unknown[]): Difference | undefined {
  const shared = Math.min(old.length, next.length);
  for (let i = 0; i < shared; i++) {
    const found = firstDifference(old[i], next[i]);
    if (found) return below(i, found);
  }
  return old.length === next.length ? undefined : { path: [shared], old: old[shared], new: next[shared] };
}

function inRecords(old: Record<string, unknown>, next: Record<string, unknown>): Difference | undefined {
  const keys = Object.keys(old);
  for (const key of keys) {
    if (!Object.hasOwn(next, key)) return { path: [key], old: old[key], new: undefined };
    const found = firstDifference(old[key], next[key]);
    if (found) return below(key, found);
  }
  const nextKeys = Object.keys(next);
  if (nextKeys.length === keys.length) return undefined;
  const added = nextKeys.find((key) => !Object.hasOwn(old, key));
  return added === undefined ? undefined : { path: [added], old: undefined, new: next[added] };
}

function sameInstance(old: object, next: object): boolean {
  if (Object.getPrototypeOf(old) !== Object.getPrototypeOf(next)) return false;
  if (old instanceof Date && next instanceof Date) return Object.is(old.getTime(), next.getTime());
  if (isBytes(old) && isBytes(next)) return sameBytes(old, next);
  if (old instanceof Map && next instanceof Map) {
    if (old.size !== next.size) return false;
    const unmatched = new Map(next);
    return [...old].every((entry) => takeEntry(unmatched, entry));
  }
  if (old instanceof Set && next instanceof Set) {
    if (old.size !== next.size) return false;
    const unmatched = new Map([...next].map((item) => [item, undefined]));
    return [...old].every((item) => takeEntry(unmatched, [item, undefined]));
  }
  return false;
}

/** Removes the entry equal to `wanted`, by identity of the key where it can, else by comparing. */
function takeEntry(entries: Map<unknown, unknown>, wanted: readonly [unknown, unknown]): boolean {
  const [key, value] = wanted;
  if (entries.has(key)) return !firstDifference(entries.get(key), value) && entries.delete(key);
  if (typeof key !== "object" || key === null) return false;
  for (const [candidate, held] of entries) {
    if (!firstDifference(candidate, key) && !firstDifference(held, value)) return entries.delete(candidate);
  }
  return false;
}

function here(old: unknown, next: unknown): Difference {
  return { path: [], old, new: next };
}

function below(key: PropertyKey, found: Difference): Difference {
  return { ...found, path: [key, ...found.path] };
}

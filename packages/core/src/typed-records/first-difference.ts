import { entriesOf, isDate, isMap, isSet, itemsOf, timeOf } from "../codec/built-ins.ts";
import { isBytes, sameBytes } from "../codec/bytes.ts";
import { isPlainObject } from "../codec/plain/is-plain-object.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";
import type { Difference } from "../errors/difference.ts";

/**
 * Compares two values deeply and returns their first difference, or `undefined` for equal values.
 *
 * The order of keys and of Map and Set entries does not matter. `NaN` equals itself; `-0` and `0` differ, and so do an absent property
 * and one that is `undefined`. Takes linear time, or the time of a sort for Maps and Sets whose orders differ.
 */
export function firstDifference(old: unknown, next: unknown): Difference | undefined {
  return new Comparison().find(old, next);
}

/** Deep comparison of two values. With `skipInstances`, any two class instances and any two functions count as equal. */
export class Comparison {
  readonly #skipInstances: boolean;
  /** Path of the values that are being compared. */
  readonly #path: PropertyKey[] = [];
  #hasSkipped = false;

  constructor({ skipInstances = false }: { readonly skipInstances?: boolean } = {}) {
    this.#skipInstances = skipInstances;
  }

  /** The comparison skipped class instances or functions. */
  get skippedInstances(): boolean {
    return this.#hasSkipped;
  }

  /** Returns the first difference; see {@link firstDifference}. */
  find(old: unknown, next: unknown): Difference | undefined {
    if (Object.is(old, next)) return undefined;
    if (typeof old !== "object" || typeof next !== "object" || old === null || next === null) {
      return typeof old === "function" && typeof next === "function" && this.#skip()
        ? undefined
        : this.#atPath(old, next);
    }
    if (Array.isArray(old)) return Array.isArray(next) ? this.#inArrays(old, next) : this.#atPath(old, next);
    if (isPlainObject(old)) return isPlainObject(next) ? this.#inRecords(old, next) : this.#atPath(old, next);
    return this.#areSame(old, next) ? undefined : this.#atPath(old, next);
  }

  #inArrays(old: readonly unknown[], next: readonly unknown[]): Difference | undefined {
    const shared = Math.min(old.length, next.length);
    for (let i = 0; i < shared; i++) {
      const found = this.#findAtKey(i, old[i], next[i]);
      if (found) return found;
    }
    return old.length === next.length ? undefined : this.#atKey(shared, old[shared], next[shared]);
  }

  #inRecords(old: Record<string, unknown>, next: Record<string, unknown>): Difference | undefined {
    const keys = Object.keys(old);
    for (const key of keys) {
      if (!Object.hasOwn(next, key)) return this.#atKey(key, old[key], undefined);
      const found = this.#findAtKey(key, old[key], next[key]);
      if (found) return found;
    }
    const nextKeys = Object.keys(next);
    if (nextKeys.length === keys.length) return undefined;
    const added = nextKeys.find((key) => !Object.hasOwn(old, key));
    return added === undefined ? undefined : this.#atKey(added, undefined, next[added]);
  }

  #areSame(old: object, next: object): boolean {
    if (isBytes(old)) return isBytes(next) && sameBytes(old, next);
    if (isDate(old)) return isDate(next) && Object.is(timeOf(old), timeOf(next));
    if (isMap(old)) return isMap(next) && this.#haveSameItems(entriesOf(old), entriesOf(next));
    if (isSet(old)) return isSet(next) && this.#haveSameItems(itemsOf(old), itemsOf(next));
    return !isData(next) && this.#skip();
  }

  #skip(): boolean {
    this.#hasSkipped ||= this.#skipInstances;
    return this.#skipInstances;
  }

  /** Compares in order first, which usually suffices; else by canonical form, which ignores the order. */
  #haveSameItems(old: readonly unknown[], next: readonly unknown[]): boolean {
    if (old.length !== next.length) return false;
    return !this.#inArrays(old, next) || haveSameForms(old, next);
  }

  #findAtKey(key: PropertyKey, old: unknown, next: unknown): Difference | undefined {
    if (Object.is(old, next)) return undefined;
    this.#path.push(key);
    const found = this.find(old, next);
    this.#path.pop();
    return found;
  }

  #atKey(key: PropertyKey, old: unknown, next: unknown): Difference {
    return { path: [...this.#path, key], old, new: next };
  }

  #atPath(old: unknown, next: unknown): Difference {
    return { path: [...this.#path], old, new: next };
  }
}

function haveSameForms(old: readonly unknown[], next: readonly unknown[]): boolean {
  try {
    const [a, b] = [old, next].map((items) => items.map((item) => new CanonicalForm(item).of(item)).sort());
    return a !== undefined && b !== undefined && a.every((form, i) => form === b[i]);
  } catch {
    return false; // A value without a canonical form equals only itself.
  }
}

function isData(value: object): boolean {
  return (
    Array.isArray(value) || isPlainObject(value) || isBytes(value) || isDate(value) || isMap(value) || isSet(value)
  );
}

import { entriesOf, isDate, isMap, isSet, itemsOf, timeOf } from "../codec/built-ins.ts";
import { isBytes, sameBytes } from "../codec/bytes.ts";
import { isPlainObject } from "../codec/plain/is-plain-object.ts";
import { CanonicalForm } from "../digest/canonical-form.ts";

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
 * absent property and one that is `undefined`. The time is linear in the size of both, and where Maps or Sets have another order, that of
 * sorting them.
 */
export function firstDifference(old: unknown, next: unknown): Difference | undefined {
  return new Comparison().find(old, next);
}

/** A comparison of two values, which may take any two instances of classes, or functions, for equal: what they hold, only their
 * makers know. */
export class Comparison {
  readonly #passInstances: boolean;
  /** Where in the values the walk is. */
  readonly #path: PropertyKey[] = [];
  #passed = false;

  constructor({ passInstances = false }: { readonly passInstances?: boolean } = {}) {
    this.#passInstances = passInstances;
  }

  /** Instances were taken for equal. */
  get passed(): boolean {
    return this.#passed;
  }

  /** The first difference; see {@link firstDifference}. */
  find(old: unknown, next: unknown): Difference | undefined {
    if (Object.is(old, next)) return undefined;
    if (typeof old !== "object" || typeof next !== "object" || old === null || next === null) {
      return typeof old === "function" && typeof next === "function" && this.#pass()
        ? undefined
        : this.#here(old, next);
    }
    if (Array.isArray(old)) return Array.isArray(next) ? this.#inArrays(old, next) : this.#here(old, next);
    if (isPlainObject(old)) return isPlainObject(next) ? this.#inRecords(old, next) : this.#here(old, next);
    return this.#areSame(old, next) ? undefined : this.#here(old, next);
  }

  #inArrays(old: readonly unknown[], next: readonly unknown[]): Difference | undefined {
    const shared = Math.min(old.length, next.length);
    for (let i = 0; i < shared; i++) {
      const found = this.#below(i, old[i], next[i]);
      if (found) return found;
    }
    return old.length === next.length ? undefined : this.#at(shared, old[shared], next[shared]);
  }

  #inRecords(old: Record<string, unknown>, next: Record<string, unknown>): Difference | undefined {
    const keys = Object.keys(old);
    for (const key of keys) {
      if (!Object.hasOwn(next, key)) return this.#at(key, old[key], undefined);
      const found = this.#below(key, old[key], next[key]);
      if (found) return found;
    }
    const nextKeys = Object.keys(next);
    if (nextKeys.length === keys.length) return undefined;
    const added = nextKeys.find((key) => !Object.hasOwn(old, key));
    return added === undefined ? undefined : this.#at(added, undefined, next[added]);
  }

  #areSame(old: object, next: object): boolean {
    if (isBytes(old)) return isBytes(next) && sameBytes(old, next);
    if (isDate(old)) return isDate(next) && Object.is(timeOf(old), timeOf(next));
    if (isMap(old)) return isMap(next) && this.#haveSameItems(entriesOf(old), entriesOf(next));
    if (isSet(old)) return isSet(next) && this.#haveSameItems(itemsOf(old), itemsOf(next));
    return !isData(next) && this.#pass();
  }

  #pass(): boolean {
    this.#passed ||= this.#passInstances;
    return this.#passInstances;
  }

  /** Mostly they come in the same order; else their forms, which know none, are compared. */
  #haveSameItems(old: readonly unknown[], next: readonly unknown[]): boolean {
    if (old.length !== next.length) return false;
    return !this.#inArrays(old, next) || haveSameForms(old, next);
  }

  #below(key: PropertyKey, old: unknown, next: unknown): Difference | undefined {
    if (Object.is(old, next)) return undefined;
    this.#path.push(key);
    const found = this.find(old, next);
    this.#path.pop();
    return found;
  }

  #at(key: PropertyKey, old: unknown, next: unknown): Difference {
    return { path: [...this.#path, key], old, new: next };
  }

  #here(old: unknown, next: unknown): Difference {
    return { path: [...this.#path], old, new: next };
  }
}

function haveSameForms(old: readonly unknown[], next: readonly unknown[]): boolean {
  try {
    const [a, b] = [old, next].map((items) => items.map((item) => new CanonicalForm(item).of(item)).sort());
    return a !== undefined && b !== undefined && a.every((form, i) => form === b[i]);
  } catch {
    return false; // What has no form equals nothing but itself.
  }
}

function isData(value: object): boolean {
  return (
    Array.isArray(value) || isPlainObject(value) || isBytes(value) || isDate(value) || isMap(value) || isSet(value)
  );
}

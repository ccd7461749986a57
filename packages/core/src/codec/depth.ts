import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { entriesOf, isMap, isSet, itemsOf } from "./built-ins.ts";

/** Greatest nesting depth of data. Deeper data is most likely cyclic, and would overflow the stack. */
export const MAX_DEPTH = 1000;

/** Creates the error for data that is nested too deep, with the path of the cycle if there is one. */
export function tooDeep(root: unknown): NotRoundTrippableError {
  const cycle = new CycleSearch().find(root);
  return cycle
    ? new NotRoundTrippableError(cycle, "the value contains itself")
    : new NotRoundTrippableError([], `the value is nested deeper than ${MAX_DEPTH} levels`);
}

/** Search for a cycle that visits each object once. */
class CycleSearch {
  readonly #path: PropertyKey[] = [];
  readonly #ancestors = new Set<unknown>();
  readonly #seen = new Set<unknown>();

  find(value: unknown): PropertyKey[] | undefined {
    if (typeof value !== "object" || value === null) return undefined;
    if (this.#ancestors.has(value)) return [...this.#path];
    if (this.#seen.has(value) || this.#path.length > MAX_DEPTH) return undefined;
    this.#seen.add(value);
    this.#ancestors.add(value);
    for (const [key, child] of children(value)) {
      this.#path.push(key);
      const found = this.find(child);
      if (found) return found;
      this.#path.pop();
    }
    this.#ancestors.delete(value);
    return undefined;
  }
}

function children(value: object): Iterable<readonly [PropertyKey, unknown]> {
  if (Array.isArray(value)) return value.entries();
  if (isSet(value)) return itemsOf(value).entries();
  if (isMap(value)) {
    return entriesOf(value).flatMap(([key, item], i): [PropertyKey, unknown][] => [
      [i, key],
      [i, item],
    ]);
  }
  return ArrayBuffer.isView(value) ? [] : Object.entries(value);
}

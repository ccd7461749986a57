import { copyBytes, isBytes } from "./bytes.ts";
import { MAX_DEPTH, tooDeep } from "./depth.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";
import { setProperty } from "./set-property.ts";

/**
 * Copies plain data: what the caller changes afterwards no longer shows.
 *
 * Class instances and functions are handed through as they are; the codec refuses them with their path.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for a cycle, or data nested deeper than 1,000 levels.
 */
export function snapshot<T>(value: T): T {
  return copy(value, 0, value) as T;
}

function copy(value: unknown, depth: number, root: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw tooDeep(root);
  if (isPlainArray(value)) {
    // The built-in copies are several times faster than a loop, holes and all: only what is nested needs one.
    const result: unknown[] = value.slice();
    for (let i = 0; i < result.length; i++) {
      const item = result[i];
      if (typeof item === "object" && item !== null) result[i] = copy(item, depth + 1, root);
    }
    return result;
  }
  if (isPlainObject(value)) {
    if (Object.getOwnPropertySymbols(value).length > 0) return value;
    const result: Record<string, unknown> = { ...value };
    for (const key of Object.keys(result)) {
      const item = result[key];
      if (typeof item === "object" && item !== null) setProperty(result, key, copy(item, depth + 1, root));
    }
    return result;
  }
  if (value instanceof Date && Object.getPrototypeOf(value) === Date.prototype) return new Date(value);
  if (value instanceof Map && Object.getPrototypeOf(value) === Map.prototype) {
    const result = new Map<unknown, unknown>();
    for (const [key, item] of value) result.set(copy(key, depth + 1, root), copy(item, depth + 1, root));
    return result;
  }
  if (value instanceof Set && Object.getPrototypeOf(value) === Set.prototype) {
    const result = new Set<unknown>();
    for (const item of value) result.add(copy(item, depth + 1, root));
    return result;
  }
  return isBytes(value) ? copyBytes(value) : value;
}

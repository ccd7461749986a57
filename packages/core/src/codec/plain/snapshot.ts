import { NotRoundTrippableError } from "../../errors/result-errors.ts";
import { copyItems, copyMap, dateOf, isDate, isMap, isSet, itemsOf, timeOf } from "../built-ins.ts";
import { copyBytes, isBytes } from "../bytes.ts";
import { MAX_DEPTH, tooDeep } from "../depth.ts";
import { encodeValue } from "../encode-value.ts";
import { refusePromise, unreadable } from "../refusals.ts";
import { setProperty } from "../set-property.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";

/**
 * Copies plain data: later changes of the original have no effect on the copy.
 *
 * Dates, Maps, Sets and bytes of another realm become ones of this realm. Class instances and functions are returned unchanged; the codec
 * refuses them with their path.
 *
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE` for a promise, a cycle, data nested deeper than 1,000 levels, and a property that throws when
 * read.
 */
export function snapshot<T>(value: T): T {
  refusePromise(value);
  try {
    return copy(value, 0, value) as T;
  } catch (error) {
    throw error instanceof NotRoundTrippableError ? error : located(value, error);
  }
}

function copy(value: unknown, depth: number, root: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH) throw tooDeep(root);
  if (isPlainArray(value)) {
    // Built-in copying, which keeps holes, is several times faster than a loop; only nested values need a loop.
    const result = copyItems(value);
    for (let i = 0; i < result.length; i++) {
      const item = result[i];
      if (typeof item === "object" && item !== null) result[i] = copy(item, depth + 1, root);
    }
    return result;
  }
  if (isPlainObject(value)) {
    if (Object.getOwnPropertySymbols(value).length > 0) return value;
    const result: Record<string, unknown> = { ...value };
    for (const key in result) {
      const item = result[key];
      if (typeof item !== "object" || item === null || !Object.hasOwn(result, key)) continue;
      setProperty(result, key, copy(item, depth + 1, root));
    }
    return result;
  }
  if (isDate(value)) return dateOf(timeOf(value));
  if (isMap(value)) return copyMap(value, (item) => copy(item, depth + 1, root));
  if (isSet(value)) return new Set(itemsOf(value).map((item) => copy(item, depth + 1, root)));
  return isBytes(value) ? copyBytes(value) : value;
}

/** Finds the path by encoding the value: the codec visits it in the same order. */
function located(root: unknown, cause: unknown): NotRoundTrippableError {
  try {
    encodeValue(root);
  } catch (error) {
    if (error instanceof NotRoundTrippableError && error.cause !== undefined) return error;
  }
  return unreadable([], cause);
}

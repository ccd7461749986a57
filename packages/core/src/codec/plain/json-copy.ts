import { copyItems } from "../built-ins.ts";
import { MAX_DEPTH } from "../depth.ts";
import type { JsonValue } from "../json-value.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";

/** Result for a value that is not plain JSON. */
export const NOT_JSON: unique symbol = Symbol("not JSON");

/**
 * Copies plain JSON in one pass; returns {@link NOT_JSON} at the first value that needs a more thorough check.
 *
 * @param depth Depth at which the value is nested.
 */
export function jsonCopy(value: unknown, depth = 0): JsonValue | typeof NOT_JSON {
  try {
    return isPrimitive(value) ? value : copyIfJson(value, depth);
  } catch {
    return NOT_JSON; // A property throws when read.
  }
}

/** Copies data that is known to be plain JSON, several times faster than with checks. */
export function copyJson(data: JsonValue): JsonValue {
  return isObject(data) ? copyNested(data) : data;
}

function isPrimitive(value: unknown): value is string | number | boolean | null {
  return typeof value === "string" || isJsonNumber(value) || typeof value === "boolean" || value === null;
}

function isJsonNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && !Object.is(value, -0);
}

function copyIfJson(value: unknown, depth: number): JsonValue | typeof NOT_JSON {
  if (!isObject(value) || depth > MAX_DEPTH) return NOT_JSON;
  if (isPlainArray(value)) return copyArrayIfJson(value, depth);
  return isPlainObject(value) ? copyRecordIfJson(value, depth) : NOT_JSON;
}

function copyArrayIfJson(items: readonly unknown[], depth: number): JsonValue | typeof NOT_JSON {
  const result = copyItems(items);
  // Built-in methods check primitives several times faster than a loop, but skip holes, which `includes` finds as undefined.
  if (result.every(isPrimitive)) return items.includes(undefined) ? NOT_JSON : (result as JsonValue);
  for (let i = 0; i < result.length; i++) {
    const item = result[i];
    if (isPrimitive(item)) continue;
    const copy = copyIfJson(item, depth + 1);
    if (copy === NOT_JSON) return NOT_JSON;
    result[i] = copy;
  }
  return result as JsonValue;
}

function copyRecordIfJson(record: Record<string, unknown>, depth: number): JsonValue | typeof NOT_JSON {
  if (Object.getOwnPropertySymbols(record).length > 0) return NOT_JSON;
  // Spreading is several times faster than assigning each property; only nested values need a loop.
  const result: Record<string, unknown> = { ...record };
  for (const key in result) {
    const item = result[key];
    // The loop includes properties of a modified prototype, which are not part of the record.
    if (isPrimitive(item) || !Object.hasOwn(result, key)) continue;
    const copy = copyIfJson(item, depth + 1);
    if (copy === NOT_JSON) return NOT_JSON;
    result[key] = copy;
  }
  return result as JsonValue;
}

function copyNested(data: object): JsonValue {
  if (Array.isArray(data)) {
    const items: JsonValue[] = data.slice();
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (isObject(item)) items[i] = copyNested(item);
    }
    return items;
  }
  const result = { ...data } as Record<string, JsonValue>;
  for (const key in result) {
    const item = result[key];
    if (isObject(item) && Object.hasOwn(result, key)) result[key] = copyNested(item);
  }
  return result;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

import { MAX_DEPTH } from "./depth.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";
import type { JsonValue } from "./json-value.ts";
import { setProperty } from "./set-property.ts";

/** What plain JSON cannot hold. */
export const NOT_JSON: unique symbol = Symbol("not JSON");

/** Copies what is plain JSON, in one walk; says {@link NOT_JSON} at the first thing that needs a closer look. */
export function jsonCopy(value: unknown): JsonValue | typeof NOT_JSON {
  return copy(value, 0);
}

function copy(value: unknown, depth: number): JsonValue | typeof NOT_JSON {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0) ? value : NOT_JSON;
    case "object":
      if (value === null) return null;
      if (depth > MAX_DEPTH) return NOT_JSON;
      if (isPlainArray(value)) return copyArray(value, depth);
      return isPlainObject(value) ? copyRecord(value, depth) : NOT_JSON;
    default:
      return NOT_JSON;
  }
}

function copyArray(items: readonly unknown[], depth: number): JsonValue | typeof NOT_JSON {
  const result: JsonValue[] = [];
  for (let i = 0; i < items.length; i++) {
    const item = copy(items[i], depth + 1); // A hole reads as undefined, which is no JSON.
    if (item === NOT_JSON) return NOT_JSON;
    result.push(item);
  }
  return result;
}

function copyRecord(record: Record<string, unknown>, depth: number): JsonValue | typeof NOT_JSON {
  if (Object.getOwnPropertySymbols(record).length > 0) return NOT_JSON;
  // The built-in copy is several times faster than a loop that sets: only what is nested needs one.
  const result: Record<string, unknown> = { ...record };
  for (const key of Object.keys(result)) {
    const item = result[key];
    const copied = copy(item, depth + 1);
    if (copied === NOT_JSON) return NOT_JSON;
    if (copied !== item) setProperty(result, key, copied);
  }
  return result as JsonValue;
}

import { MAX_DEPTH } from "../depth.ts";
import type { JsonValue } from "../json-value.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";

/**
 * Tells whether a value is plain JSON and equal to another one, in one pass without allocations, because every write calls it. False only
 * means that a more thorough check is needed.
 */
export function isSameJson(value: unknown, other: unknown, depth = 0): value is JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value === other;
    case "number":
      return Object.is(value, other) && Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null || other === null || typeof other !== "object") return value === other;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) return Array.isArray(other) && isSameArray(value, other, depth + 1);
  return isPlainObject(value) && isPlainObject(other) && isSameRecord(value, other, depth + 1);
}

function isSameArray(items: readonly unknown[], others: readonly unknown[], depth: number): boolean {
  if (items.length !== others.length || !isPlainArray(items)) return false;
  for (let i = 0; i < items.length; i++) if (!isSameJson(items[i], others[i], depth)) return false;
  return true;
}

function isSameRecord(value: Record<string, unknown>, other: Record<string, unknown>, depth: number): boolean {
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  let left = 0;
  for (const _ in other) left++;
  for (const key in value) {
    // Inherited properties do not count on either side; they need the more thorough check.
    if (!Object.hasOwn(value, key) || !Object.hasOwn(other, key)) return false;
    if (!isSameJson(value[key], other[key], depth)) return false;
    left--;
  }
  return left === 0;
}

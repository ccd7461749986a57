import { MAX_DEPTH } from "../depth.ts";
import type { JsonValue } from "../json-value.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";

/** Tells whether a value is plain JSON, which reads back equal. False only means that a more thorough check is needed. */
export function isJson(value: unknown, depth = 0): value is JsonValue {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth > MAX_DEPTH) return false;
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) if (!isJson(value[i], depth + 1)) return false;
    return isPlainArray(value);
  }
  if (!isPlainObject(value)) return false;
  if (Object.getOwnPropertySymbols(value).length > 0) return false;
  for (const key of Object.keys(value)) if (!isJson(value[key], depth + 1)) return false;
  return true;
}

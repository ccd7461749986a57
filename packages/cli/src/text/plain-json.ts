import { ValueRef } from "@results-manager/core";

/** Value of JSON. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

/**
 * Converts a stored value to JSON for people and other programs: dates as ISO text, bigints as decimal text, Maps with text keys as objects and
 * other Maps as lists of pairs, Sets and typed arrays as lists, bytes as base64, references as `{ $ref }`, NaN and infinities as text. Values
 * of other types cannot be told from these; `export -f jsonl` keeps the types.
 */
export function toPlain(value: unknown): Plain {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "bigint":
      return value.toString();
    case "object":
      return value === null ? null : plainObject(value);
    default:
      return null;
  }
}

function plainObject(value: object): Plain {
  if (Array.isArray(value)) return value.map(toPlain);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof ValueRef) return { $ref: value.digest };
  if (value instanceof Map) return plainMap(value);
  if (value instanceof Set) return [...value].map(toPlain);
  if (value instanceof ArrayBuffer) return Buffer.from(value).toString("base64");
  if (value instanceof Uint8Array || value instanceof DataView) return base64(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, toPlain);
  return fromEntries(Object.entries(value));
}

function plainMap(map: ReadonlyMap<unknown, unknown>): Plain {
  const entries = [...map];
  if (entries.every(([key]) => typeof key === "string")) return fromEntries(entries as [string, unknown][]);
  return entries.map(([key, each]) => [toPlain(key), toPlain(each)]);
}

/** `__proto__` is an ordinary key, which assignment would not keep. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Plain {
  return Object.fromEntries(entries.map(([key, each]) => [key, toPlain(each)]));
}

function base64({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength).toString("base64");
}

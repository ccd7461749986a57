import { isPlainObject } from "../../codec/plain/is-plain-object.ts";
import { setProperty } from "../../codec/set-property.ts";
import type { JsonSchema } from "./json-schema.ts";

/** Number of items of a list that are looked at. */
const MOST_ITEMS = 256;
/** Number of keys from which an object is one of any keys, rather than one of named fields. */
const MOST_KEYS = 256;

/** Infers a JSON Schema that allows given values, and others like them: no field is required, and objects may have further ones. */
export function inferJsonSchema(values: readonly unknown[]): JsonSchema {
  const byType = new Map<string | undefined, unknown[]>();
  for (const value of values) addTo(byType, typeOf(value), value);
  if (byType.has(undefined)) return {};
  const [first, ...others] = [...byType].map(([type, of]) => schemaOf(type as string, of));
  if (first === undefined) return {};
  return others.length === 0 ? first : { anyOf: [first, ...others] };
}

/** Type of JSON that a value has; `undefined` for a value of another type, such as a date. */
function typeOf(value: unknown): string | undefined {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "object") return isPlainObject(value) ? "object" : undefined;
  return /^(?:string|number|boolean)$/.test(typeof value) ? typeof value : undefined;
}

function schemaOf(type: string, values: readonly unknown[]): JsonSchema {
  if (type === "array") {
    const items = (values as readonly unknown[][]).flatMap((list) => list.slice(0, MOST_ITEMS));
    return { type, items: inferJsonSchema(items.slice(0, MOST_ITEMS)) };
  }
  return type === "object" ? ofObjects(values as readonly Readonly<Record<string, unknown>>[]) : { type };
}

function ofObjects(objects: readonly Readonly<Record<string, unknown>>[]): JsonSchema {
  const values = new Map<string, unknown[]>();
  for (const object of objects) {
    for (const [key, value] of Object.entries(object)) {
      if (value !== undefined) addTo(values, key, value);
    }
  }
  if (values.size > MOST_KEYS) return { type: "object" };
  const properties: Record<string, JsonSchema> = {};
  for (const [key, of] of values) setProperty(properties, key, inferJsonSchema(of));
  return { type: "object", properties };
}

function addTo<K>(groups: Map<K, unknown[]>, key: K, value: unknown): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}

import { field } from "results-manager";

/** Field of a value: its path, as `field()` writes it, and what is there. */
export type ValueField = readonly [path: string, value: unknown];

/**
 * Lists the fields of a value: those of objects, and of Maps with text keys, at any depth; lists and empty objects are whole. A value that has no
 * fields is the field `value`. Missing ones, which are `null` or `undefined`, are left out.
 */
export function valueFields(value: unknown): readonly ValueField[] {
  const fields: ValueField[] = [];
  collect(value, [], fields);
  return fields;
}

function collect(value: unknown, keys: readonly string[], fields: ValueField[]): void {
  const entries = entriesOf(value);
  if (entries && entries.length > 0) for (const [key, each] of entries) collect(each, [...keys, key], fields);
  else if (value !== null && value !== undefined) {
    const [first = "value", ...rest] = keys;
    fields.push([field(first, ...rest), value]);
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  if (value instanceof Map) {
    const entries = [...value];
    return entries.every(([key]) => typeof key === "string") ? (entries as [string, unknown][]) : undefined;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? Object.entries(value) : undefined;
}

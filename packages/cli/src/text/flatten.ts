import { field } from "@results-manager/core";
import { type Plain, toPlain } from "./plain-json.ts";

/**
 * Flattens a value to a row: the fields of objects by their paths, as conditions name them; lists stay whole. A value that is no object is
 * `value`. The path of a field `id` is `\id`: no field takes the place of the id of its result.
 */
export function flatten(value: unknown): Readonly<Record<string, Plain>> {
  const plain = toPlain(value);
  if (!isObject(plain)) return { value: plain };
  return Object.fromEntries(fieldsOf(plain, []));
}

function* fieldsOf(object: { readonly [key: string]: Plain }, above: readonly string[]): Generator<[string, Plain]> {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value) && Object.keys(value).length > 0) yield* fieldsOf(value, [...above, key]);
    else yield [field(...([...above, key] as unknown as [string, ...string[]])), value];
  }
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

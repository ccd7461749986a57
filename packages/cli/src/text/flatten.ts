import { type Plain, toPlain } from "./plain-json.ts";

/** Flattens a value to a row: the fields of objects by their dotted paths; lists stay whole. A value that is no object is `value`. */
export function flatten(value: unknown): Readonly<Record<string, Plain>> {
  const plain = toPlain(value);
  if (!isObject(plain)) return { value: plain };
  return Object.fromEntries(fieldsOf(plain, ""));
}

function* fieldsOf(object: { readonly [key: string]: Plain }, before: string): Generator<[string, Plain]> {
  for (const [key, value] of Object.entries(object)) {
    if (isObject(value) && Object.keys(value).length > 0) yield* fieldsOf(value, `${before}${key}.`);
    else yield [before + key, value];
  }
}

function isObject(value: Plain): value is { readonly [key: string]: Plain } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { setProperty } from "../codec/set-property.ts";
import { given } from "../errors/given.ts";
import type { ParseField } from "./parse-field.ts";
import { type Candidate, type QueryField, readField } from "./query-field.ts";

/** Paths that a query selects, with their fields. */
export type Selection = readonly (readonly [path: string, field: QueryField])[];

/** Parses an optional list of paths. @throws {TypeError} for anything else, and for an unknown field, which it names. */
export function parseSelection(paths: unknown, parseField: ParseField, option: string): Selection | undefined {
  if (paths === undefined) return undefined;
  if (!Array.isArray(paths)) throw new TypeError(`${option} must be a list of paths, got ${given(paths)}.`);
  return (paths as readonly string[]).map((path) => [path, parseField(path)]);
}

/** Makes an object of the selected fields, by path. It lacks those that the result does not have. */
export function selected(selection: Selection, candidate: Candidate): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [path, field] of selection) {
    const value = readField(field, candidate);
    if (value !== undefined) setProperty(object, path, value);
  }
  return object;
}

import { UsageError } from "../errors/usage-error.ts";

/** Returns the part of a value at a dotted path; `-1` is the last item of a list. @throws {UsageError} if there is none. */
export function partOf(value: unknown, path: string): unknown {
  let part = value;
  for (const name of path.split(".")) {
    const next = stepInto(part, name);
    if (next === undefined) throw new UsageError(`The value has nothing at '${path}': ${placesOf(part)}`);
    part = next.part;
  }
  return part;
}

function stepInto(value: unknown, name: string): { readonly part: unknown } | undefined {
  if (Array.isArray(value)) {
    const index = /^-?\d+$/.test(name) ? Number(name) : Number.NaN;
    const at = index < 0 ? value.length + index : index;
    return at in value ? { part: value[at] } : undefined;
  }
  if (value instanceof Map) return value.has(name) ? { part: value.get(name) } : undefined;
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return { part: (value as Record<string, unknown>)[name] };
}

function placesOf(value: unknown): string {
  if (Array.isArray(value)) return `there it is a list of ${value.length} items.`;
  if (typeof value !== "object" || value === null)
    return `there it is ${value === null ? "null" : `a ${typeof value}`}.`;
  const names = value instanceof Map ? [...value.keys()].map(String) : Object.keys(value);
  return `there it has ${names.length === 0 ? "no fields" : names.slice(0, 20).join(", ")}.`;
}

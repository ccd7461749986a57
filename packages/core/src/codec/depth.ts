import { NotRoundTrippableError } from "../errors/result-errors.ts";

/** How deep data may be nested; what is deeper is most likely a cycle, and would exhaust the stack. */
export const MAX_DEPTH = 1000;

/** The error for data that is too deep: it names the cycle where there is one. */
export function tooDeep(root: unknown): NotRoundTrippableError {
  const cycle = findCycle(root, [], new Set());
  return cycle
    ? new NotRoundTrippableError(cycle, "the value contains itself")
    : new NotRoundTrippableError([], `the value is nested deeper than ${MAX_DEPTH} levels`);
}

function findCycle(value: unknown, path: PropertyKey[], ancestors: Set<unknown>): PropertyKey[] | undefined {
  if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return undefined;
  if (ancestors.has(value)) return path;
  ancestors.add(value);
  for (const [key, child] of children(value)) {
    const found = findCycle(child, [...path, key], ancestors);
    if (found) return found;
  }
  ancestors.delete(value);
  return undefined;
}

function children(value: object): [PropertyKey, unknown][] {
  if (value instanceof Map)
    return [...value].flatMap(([key, item], i): [PropertyKey, unknown][] => [
      [i, key],
      [i, item],
    ]);
  if (value instanceof Set || Array.isArray(value)) return [...value].map((item, i) => [i, item]);
  return ArrayBuffer.isView(value) ? [] : Object.entries(value);
}

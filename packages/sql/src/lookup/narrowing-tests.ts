import type { Narrowing, StoredTest } from "@results-manager/core/storage";

/** Number of ranks of stored values that are there. */
const PRESENT = 6;

/** Tells whether a test asks only for a value to be there. */
export function isPresent({ intervals }: StoredTest): boolean {
  return intervals.length === PRESENT && intervals.every(({ rank, from, to }) => rank !== 0 && from === to);
}

/** Returns the fields that a narrowing tests, each once. */
export function fieldsOf(narrowing: Narrowing): readonly (readonly string[])[] {
  const fields = new Map<string, readonly string[]>();
  for (const { keys } of testsIn(narrowing)) fields.set(JSON.stringify(keys), keys);
  return [...fields.values()];
}

function testsIn(narrowing: Narrowing): readonly StoredTest[] {
  if (narrowing.kind === "any") return [];
  return narrowing.kind === "within" ? [narrowing] : narrowing.parts.flatMap(testsIn);
}

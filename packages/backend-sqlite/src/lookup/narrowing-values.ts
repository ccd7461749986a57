import type { Narrowing, StoredTest } from "@results-manager/core/storage";

/** Returns the values of a narrowing, in the order in which `narrowingSql` binds them. */
export function valuesOf(narrowing: Narrowing): unknown[] {
  if (narrowing.kind === "any") return [];
  if (narrowing.kind !== "within") return narrowing.parts.flatMap(valuesOf);
  const { intervals, contains } = narrowing;
  if (contains !== undefined) return [contains];
  if (isPresent(narrowing)) return [];
  return intervals
    .flatMap(({ from, to }) => (from === to ? [from] : [from, to]))
    .filter((value) => value !== undefined);
}

/** Text of the structure of a narrowing, without its values: narrowings of one shape have one statement. */
export function shapeOf(narrowing: Narrowing): string {
  if (narrowing.kind === "any") return "*";
  if (narrowing.kind !== "within") return `${narrowing.kind}(${narrowing.parts.map(shapeOf).join()})`;
  const { keys, intervals, contains } = narrowing;
  const parts = intervals.map(({ rank, from, to }) => {
    const bounds =
      from === to && from !== undefined ? "=" : `${from === undefined ? "" : ">"}${to === undefined ? "" : "<"}`;
    return rank + bounds;
  });
  return `${JSON.stringify(keys)}${contains === undefined ? parts.join("") : "~"}`;
}

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

import type { Narrowing } from "@results-manager/core/storage";
import { isPresent } from "@results-manager/sql";

/** Returns the values of a narrowing, in the order in which `testsWith` binds them. */
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

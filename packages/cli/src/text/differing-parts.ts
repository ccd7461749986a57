import { inspect, isDeepStrictEqual } from "node:util";
import { field } from "@results-manager/core";
import { type Plain, toPlain } from "./plain-json.ts";

/** Part of two values in which they differ. A side that has no such part has no value. */
export interface DifferingPart {
  /** Path of fields; empty for the whole values. */
  readonly path: string;
  readonly from?: Plain;
  readonly to?: Plain;
}

/** Yields the parts in which two values differ, also by their types alone. Objects are compared field by field, all else as a whole. */
export function* differingParts(from: unknown, to: unknown, above: readonly string[] = []): Generator<DifferingPart> {
  if (isFields(from) && isFields(to)) {
    for (const key of new Set([...Object.keys(from), ...Object.keys(to)])) {
      const [before, after] = [from, to].map((each) => Object.getOwnPropertyDescriptor(each, key));
      if (before && after) yield* differingParts(before.value, after.value, [...above, key]);
      else yield { path: pathOf([...above, key]), ...shown(before, after) };
    }
  } else if (!isDeepStrictEqual(from, to)) yield { path: pathOf(above), ...shown({ value: from }, { value: to }) };
}

/** Shows both sides as JSON, or as JavaScript where their JSON is the same, as for a date and its text. */
function shown(from: PropertyDescriptor | undefined, to: PropertyDescriptor | undefined): Omit<DifferingPart, "path"> {
  const [before, after] = [from, to].map((side) => side && JSON.stringify(toPlain(side.value)));
  const isSame = before === after;
  const show = (value: unknown): Plain => (isSame ? inspect(value, { depth: null }) : toPlain(value));
  return { ...(from && { from: show(from.value) }), ...(to && { to: show(to.value) }) };
}

function isFields(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function pathOf(keys: readonly string[]): string {
  return keys.length === 0 ? "" : field(...(keys as [string, ...string[]]));
}

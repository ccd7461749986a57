import { isSet, itemsOf } from "../codec/built-ins.ts";

/** Items of a list or Set; `undefined` for anything else. */
export function itemsIn(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  return typeof value === "object" && value !== null && isSet(value) ? itemsOf(value) : undefined;
}

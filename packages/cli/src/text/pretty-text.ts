import { inspect } from "node:util";
import { escapeControls } from "./escape-controls.ts";

/** Formats a whole value for a terminal: text as it is, others as JavaScript. */
export function prettyText(value: unknown, colors: boolean): string {
  if (typeof value === "string") return escapeControls(value, "keep lines");
  return inspect(value, { depth: null, colors, maxArrayLength: null, maxStringLength: null });
}

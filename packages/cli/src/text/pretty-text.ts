import { inspect } from "node:util";
import { escapeControls } from "./escape-controls.ts";

/** Colours that `inspect` writes itself: it escapes those of the value. */
const COLOURS = /(\p{Cc}\[\d+m)/u;

/** Formats a whole value for a terminal: text as it is, others as JavaScript. */
export function prettyText(value: unknown, colors: boolean): string {
  if (typeof value === "string") return escapeControls(value, "keep lines");
  const text = inspect(value, { depth: null, colors, maxArrayLength: null, maxStringLength: null });
  return text
    .split(COLOURS)
    .map((part, i) => (i % 2 === 0 ? escapeControls(part, "keep lines") : part))
    .join("");
}

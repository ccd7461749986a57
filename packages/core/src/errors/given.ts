/** Longest text that a message quotes. */
const MAX_QUOTE = 80;

/** Shows an invalid argument in a message, so that `"2"` is told from `2`, and `null` from an object. */
export function given(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, MAX_QUOTE));
  if (Array.isArray(value)) return "an array";
  if (value === null || !["object", "function", "symbol"].includes(typeof value)) return String(value);
  return typeof value;
}

import { parseId } from "@results-manager/core";

const MAX_BYTES = 200;

/** Tells whether a text is a valid segment of an id. */
export function isSegment(text: string): boolean {
  if (Buffer.byteLength(text) > MAX_BYTES) return false;
  try {
    return parseId(text) === text;
  } catch {
    return false;
  }
}

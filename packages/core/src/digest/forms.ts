import { sha256 } from "./sha256.ts";

/**
 * Longest form that is included in the form of its container. A longer one is replaced by its hash, so that no byte is hashed more than a
 * limited number of times.
 */
export const LONGEST_INLINE = 1024;

/** Returns the text that represents a form within the form of a container. */
export function inlineForm(form: string): string {
  return form.length > LONGEST_INLINE ? `h${sha256(form)}` : form;
}

/** Returns the form of bytes. */
export function bytesForm(tag: string, byteLength: number, hash: string): string {
  return `b${tag}:${byteLength}:${hash}`;
}

/** Returns the form of a string. */
export function textForm(value: string): string {
  if (value.isWellFormed()) return `s${value.length}:${value}`;
  // UTF-8 cannot represent a lone surrogate: all of them would have the same hash.
  return `w${value.length}:${Buffer.from(value, "utf16le").swap16().toString("hex")}`;
}

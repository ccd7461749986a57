/**
 * Names the places of encoded data that plain JSON cannot hold: JSON Pointer (RFC 6901) → type name.
 *
 * The encoded form of each type is in `encode-value.ts`; a pointer goes through the encoded form.
 */
export type TypeTags = Readonly<Record<string, string>>;

/** The type name of what is stored elsewhere; its data is the key. */
export const REFERENCE = "reference";

/** Appends a key to a JSON Pointer. */
export function pointerTo(parent: string, key: string | number): string {
  return typeof key === "number" ? `${parent}/${key}` : `${parent}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Names the places of encoded data that plain JSON cannot hold: the type of the value itself, or what is within it by key or index, or both.
 *
 * It has the shape of the data, and only those branches that lead to a type: `{ "runs": { "0": { "at": "Date" } } }`. So it grows with
 * what it names alone, however long the keys on the way. The encoded form of each type is in `encode-value.ts`.
 */
export type TypeTags = string | readonly [type: string, within: TagsWithin] | TagsWithin;

/** The types within an object or an array, by key or index; of Maps and Sets, within the array that stands for them. */
export interface TagsWithin {
  readonly [key: string]: TypeTags;
}

/** The type name of what is stored elsewhere; its data is the key. */
export const REFERENCE = "reference";

/** Tells whether a value may be {@link TypeTags}; whether they fit the data, decoding tells. */
export function isTypeTags(value: unknown): value is TypeTags {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/** Tells whether any type is named that is among those asked for. */
export function namesType(tags: TypeTags, isAskedFor: (type: string) => boolean): boolean {
  if (typeof tags === "string") return isAskedFor(tags);
  return Object.values(tags as TagsWithin).some((tag) => namesType(tag, isAskedFor));
}

/**
 * Names the places of encoded data that plain JSON cannot hold: the type of the value itself, or what is within it by key or index, or both.
 *
 * It has the shape of the data, and only those branches that lead to a type: `{ "run": { "at": "Date", "scores": ["Map", { … }] } }`. So
 * it grows with what it names alone, however long the keys on the way; and lists of the same take no more than one item:
 * `["each", { "at": "Date" }]`. The encoded form of each type is in `encode-value.ts`.
 */
export type TypeTags = string | readonly [type: ContainerType, within: TagsWithin] | TagsWithin;

/** The types of what holds other values: of an instance of a registered type, an array of what it encodes to stands in its place. */
export type ContainerType = "Map" | "Set" | InstanceType;

/** The name of a registered type as records have it: never that of a built-in type. */
export type InstanceType = `type:${string}`;

/** Tells whether a type name is that of a registered type. */
export function isInstanceType(type: unknown): type is InstanceType {
  return typeof type === "string" && type.startsWith("type:");
}

/** Tells whether a type name is that of a {@link ContainerType}. */
export function isContainerType(type: unknown): type is ContainerType {
  return type === "Map" || type === "Set" || isInstanceType(type);
}

/** The name under which a type is registered. */
export function nameOfType(type: InstanceType): string {
  return type.slice("type:".length);
}

/** The types within an object or an array, by key or index, or of each item; of Maps and Sets, within the array that stands for them. */
export type TagsWithin = { readonly [key: string]: TypeTags } | readonly [each: typeof EACH, item: TypeTags];

/** Says that what follows is true of each item of an array. */
export const EACH = "each";

/** The type name of what is stored elsewhere; its data is the key. */
export const REFERENCE = "reference";

/** Tells whether a value may be {@link TypeTags}; whether they fit the data, decoding tells. */
export function isTypeTags(value: unknown): value is TypeTags {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/** Tells whether any type is named that is among those asked for. */
export function namesType(tags: TypeTags, isAskedFor: (type: string) => boolean): boolean {
  if (typeof tags === "string") return isAskedFor(tags);
  if (Array.isArray(tags)) {
    const [kind, within] = tags as readonly [string, TypeTags];
    return (kind !== EACH && isAskedFor(kind)) || namesType(within, isAskedFor);
  }
  return Object.values(tags).some((tag: TypeTags) => namesType(tag, isAskedFor));
}

/** Tells whether two places have the same types. */
export function sameTypes(a: TypeTags | undefined, b: TypeTags | undefined): boolean {
  if (a === b || typeof a !== "object" || typeof b !== "object") return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameTypes(at(a, key), at(b, key)));
}

function at(tags: object, key: string): TypeTags {
  return (tags as Readonly<Record<string, TypeTags>>)[key] as TypeTags;
}

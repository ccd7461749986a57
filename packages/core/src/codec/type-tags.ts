/**
 * Types that plain JSON cannot represent: the type of a value itself, or the types within it by key or index, or both.
 *
 * The structure follows the data, limited to branches with types: `{ "run": { "at": "Date", "scores": ["Map", { … }] } }`. Its size depends
 * only on the number of types and the length of their paths. An array of items with equal types takes one entry: `["each", { "at": "Date"
 * }]`. The encoded form of each type is in `encode-value.ts`.
 */
export type TypeTags = string | readonly [type: ContainerType, within: TagsWithin] | TagsWithin;

/** Types of values that contain others. An instance of a registered type is encoded as an array of one item, its encoded value. */
export type ContainerType = "Map" | "Set" | InstanceType;

/** Stored name of a registered type, which differs from all built-in type names. */
export type InstanceType = `type:${string}`;

/** Tells whether a type name is that of a registered type. */
export function isInstanceType(type: unknown): type is InstanceType {
  return typeof type === "string" && type.startsWith("type:");
}

/** Tells whether a type name is that of a {@link ContainerType}. */
export function isContainerType(type: unknown): type is ContainerType {
  return type === "Map" || type === "Set" || isInstanceType(type);
}

/** Returns the name under which a type is registered. */
export function nameOfType(type: InstanceType): string {
  return type.slice("type:".length);
}

/** Types within an object or array, by key or index, or of each item; for Maps and Sets, within the array that encodes them. */
export type TagsWithin = { readonly [key: string]: TypeTags } | readonly [each: typeof EACH, item: TypeTags];

/** Marks types that apply to each item of an array. */
export const EACH = "each";

/** Type name of a value that is stored separately; its data is the key. */
export const REFERENCE = "reference";

/** Tells whether a value has the basic shape of {@link TypeTags}; decoding checks whether they fit the data. */
export function isTypeTags(value: unknown): value is TypeTags {
  return typeof value === "string" || (typeof value === "object" && value !== null);
}

/** Tells whether any of the types fulfils a test. */
export function namesType(tags: TypeTags, isAskedFor: (type: string) => boolean): boolean {
  if (typeof tags === "string") return isAskedFor(tags);
  if (Array.isArray(tags)) {
    const [kind, within] = tags as readonly [string, TypeTags];
    return (kind !== EACH && isAskedFor(kind)) || namesType(within, isAskedFor);
  }
  return Object.values(tags).some((tag: TypeTags) => namesType(tag, isAskedFor));
}

/** Tells whether two positions have the same types. */
export function sameTypes(a: TypeTags | undefined, b: TypeTags | undefined): boolean {
  if (a === b || typeof a !== "object" || typeof b !== "object") return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) => Object.hasOwn(b, key) && sameTypes(at(a, key), at(b, key)));
}

function at(tags: object, key: string): TypeTags {
  return (tags as Readonly<Record<string, TypeTags>>)[key] as TypeTags;
}

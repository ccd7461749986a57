/**
 * Types that plain JSON cannot represent, as the codec of the core has them: see `TypeTags` there. This code runs in a thread that loads
 * nothing but itself and the HDF5 library.
 */
export type Tags = string | readonly [kind: string, within: Tags] | { readonly [key: string]: Tags };

/** JSON, as records have it. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Data with the types that plain JSON cannot represent. */
export interface Tagged {
  readonly data: Json;
  readonly types?: Tags | undefined;
}

const EACH = "each";

/** Divides types into that of the value itself, and those within it. */
export function divide(types: Tags | undefined): { readonly tag?: string; readonly within?: Tags } {
  if (typeof types === "string") return { tag: types };
  if (!isPair(types)) return types ? { within: types } : {};
  return types[0] === EACH ? { within: types } : { tag: types[0], within: types[1] };
}

/** Types of an item or member. */
export function typesAt(within: Tags | undefined, key: string | number): Tags | undefined {
  if (typeof within !== "object") return undefined;
  if (isPair(within)) return within[1];
  return Object.hasOwn(within, key) ? within[key] : undefined;
}

/** Joins the type of a value with those within it. */
export function join(tag: string | undefined, within: Tags | undefined): Tags | undefined {
  if (tag === undefined) return within;
  return within === undefined ? tag : [tag, within];
}

/** Sets a member, also one called `__proto__`. */
export function setMember<T>(target: Record<string, T>, key: string, value: T): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function isPair(types: Tags | undefined): types is readonly [kind: string, within: Tags] {
  return Array.isArray(types);
}

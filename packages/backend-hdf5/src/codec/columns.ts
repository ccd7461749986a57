import { type Json, setMember, type Tagged, type Tags, typesAt } from "./tags.ts";

/** One member of every object of a list. */
export interface ColumnOfList {
  readonly key: string;
  readonly items: readonly Json[];
  readonly types: Tags | undefined;
}

/** A shorter list is stored item by item. */
const FEWEST = 4;

/** Divides a list of objects with the same members, in the same order, into columns; `undefined` for any other list. */
export function columnsOf(items: readonly Json[], within: Tags | undefined): readonly ColumnOfList[] | undefined {
  const [first] = items;
  if (items.length < FEWEST || !isObject(first)) return undefined;
  const keys = Object.keys(first);
  if (keys.length === 0) return undefined;
  for (const [i, item] of items.entries()) {
    if (!isObject(item) || !isWithin(typesAt(within, i))) return undefined;
    const own = Object.keys(item);
    if (own.length !== keys.length || !own.every((key, k) => key === keys[k])) return undefined;
  }
  return keys.map((key) => {
    const types: Record<string, Tags> = {};
    for (const i of items.keys()) {
      const type = typesAt(typesAt(within, i), key);
      if (type !== undefined) types[i] = type;
    }
    const column = items.map((item) => (item as Readonly<Record<string, Json>>)[key] as Json);
    return { key, items: column, types: Object.keys(types).length > 0 ? types : undefined };
  });
}

/** Builds the objects of a list from its columns; `undefined` where their lengths differ. */
export function objectsOf(
  columns: readonly (readonly [key: string, items: readonly Tagged[]])[],
): Tagged[] | undefined {
  const length = columns[0]?.[1].length ?? 0;
  if (columns.some(([, items]) => items.length !== length)) return undefined;
  return Array.from({ length }, (_, i) => {
    const data: Record<string, Json> = {};
    const types: Record<string, Tags> = {};
    for (const [key, items] of columns) {
      const item = items[i] as Tagged;
      setMember(data, key, item.data);
      if (item.types !== undefined) setMember(types, key, item.types);
    }
    return { data, types: Object.keys(types).length > 0 ? types : undefined };
  });
}

function isObject(item: Json | undefined): item is Readonly<Record<string, Json>> {
  return typeof item === "object" && item !== null && !Array.isArray(item);
}

/** Tells whether types are those of members, not that of the object. */
function isWithin(types: Tags | undefined): boolean {
  return types === undefined || (typeof types === "object" && !Array.isArray(types));
}

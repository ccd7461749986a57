import { bytesFrom } from "./bytes.ts";
import { MAX_DEPTH } from "./depth.ts";
import type { JsonValue } from "./json-value.ts";
import { revive } from "./revive.ts";
import { setProperty } from "./set-property.ts";
import {
  type ContainerType,
  EACH,
  type InstanceType,
  isContainerType,
  isInstanceType,
  nameOfType,
  REFERENCE,
  type TagsWithin,
  type TypeTags,
} from "./type-tags.ts";

/** Function that returns the value of a reference. */
export type Resolve = (reference: string) => unknown;

/** Function that creates the representation of an instance of a registered type. */
export type MakeInstance = (type: string, data: unknown) => unknown;

/**
 * Decodes a value that {@link encodeValue} encoded. Parts without types are returned without a copy; the data is not modified. Only
 * branches with types are visited.
 *
 * @param resolve Returns the values of references. Default: references are refused.
 * @param make Creates instances of registered types. Default: instances are refused.
 * @throws {TypeError} if the types do not fit the data exactly.
 */
export function decodeValue(
  data: JsonValue | Uint8Array,
  types: TypeTags | undefined,
  resolve?: Resolve,
  make?: MakeInstance,
): unknown {
  if (data instanceof Uint8Array)
    return typeof types === "string" ? (bytesFrom(types, data) ?? misfit(types)) : misfit(types);
  return types === undefined ? data : new Decoder(resolve, make).decode(data, types, 0);
}

class Decoder {
  readonly #resolve: Resolve | undefined;
  readonly #make: MakeInstance | undefined;

  constructor(resolve: Resolve | undefined, make: MakeInstance | undefined) {
    this.#resolve = resolve;
    this.#make = make;
  }

  /** One function with plain loops, so that a level takes little of the stack: the deepest data would overflow it otherwise. */
  decode(data: JsonValue, types: TypeTags, depth: number): unknown {
    if (depth > MAX_DEPTH + 1) throw new TypeError(`types are nested deeper than ${MAX_DEPTH} levels`);
    if (typeof types === "string") return this.#revive(types, data);
    const type = isContainer(types) ? types[0] : undefined;
    const within = (type === undefined ? types : types[1]) as TagsWithin;
    if (typeof data !== "object" || data === null || typeof within !== "object" || within === null)
      return misfit(within);
    let decoded: unknown;
    if (Array.isArray(within)) {
      const items = itemsIn(data, within);
      for (let i = 0; i < items.length; i++) {
        items[i] = this.decode(items[i] as JsonValue, within[1] as TypeTags, depth + 1);
      }
      decoded = items;
    } else {
      const keys = Object.keys(within);
      const properties = (Array.isArray(data) ? data.slice() : { ...data }) as Record<string, unknown>;
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] as string;
        const item = propertyIn(data, key);
        setProperty(
          properties,
          key,
          this.decode(item, (within as Readonly<Record<string, TypeTags>>)[key] as TypeTags, depth + 1),
        );
      }
      decoded = properties;
    }
    if (type === undefined) return decoded;
    return isInstanceType(type) ? this.#instance(type, decoded) : revive(type, decoded);
  }

  #instance(type: InstanceType, data: unknown): unknown {
    if (!this.#make || !Array.isArray(data) || data.length !== 1) return misfit(type);
    return this.#make(nameOfType(type), data[0]);
  }

  #revive(type: string, data: JsonValue): unknown {
    if (isInstanceType(type)) return this.#instance(type, data);
    if (type !== REFERENCE) return revive(type, data);
    return this.#resolve && typeof data === "string" ? this.#resolve(data) : misfit(type);
  }
}

/** Copies the items of data whose type is the same for each. */
function itemsIn(data: object, [kind, types, ...more]: readonly unknown[]): unknown[] {
  if (kind !== EACH || types === undefined || more.length > 0 || !Array.isArray(data)) return misfit(kind);
  return data.slice();
}

/** Returns a property of data that has a type. */
function propertyIn(data: object, key: string): JsonValue {
  if (Object.hasOwn(data, key) && !(Array.isArray(data) && key === "length"))
    return (data as Readonly<Record<string, JsonValue>>)[key] as JsonValue;
  throw new TypeError(`there is a type for ${JSON.stringify(key.slice(0, 80))}, but no data`);
}

function isContainer(types: Exclude<TypeTags, string>): types is readonly [ContainerType, TagsWithin] {
  return Array.isArray(types) && types.length === 2 && isContainerType(types[0]);
}

function misfit(types: unknown): never {
  const shown = typeof types === "string" ? JSON.stringify(types.slice(0, 80)) : "types";
  throw new TypeError(`${shown} does not fit the data`);
}

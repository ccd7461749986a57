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

  decode(data: JsonValue, types: TypeTags, depth: number): unknown {
    if (depth > MAX_DEPTH + 1) throw new TypeError(`types are nested deeper than ${MAX_DEPTH} levels`);
    if (typeof types === "string") return this.#revive(types, data);
    if (!isContainer(types)) return this.#within(data, types, depth);
    const [type, within] = types;
    const items = this.#within(data, within, depth);
    return isInstanceType(type) ? this.#instance(type, items) : revive(type, items);
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

  #within(data: JsonValue, within: TagsWithin, depth: number): unknown {
    if (typeof data !== "object" || data === null || typeof within !== "object" || within === null)
      return misfit(within);
    if (Array.isArray(within)) return this.#each(data, within, depth);
    const isArray = Array.isArray(data);
    const decoded = (isArray ? data.slice() : { ...data }) as Record<string, unknown>;
    for (const [key, types] of Object.entries(within as Readonly<Record<string, TypeTags>>)) {
      if (!Object.hasOwn(data, key) || (isArray && key === "length")) {
        throw new TypeError(`there is a type for ${JSON.stringify(key.slice(0, 80))}, but no data`);
      }
      const item = (data as Readonly<Record<string, JsonValue>>)[key] as JsonValue;
      setProperty(decoded, key, this.decode(item, types, depth + 1));
    }
    return decoded;
  }

  #each(data: JsonValue, [kind, types, ...more]: readonly unknown[], depth: number): unknown {
    if (kind !== EACH || types === undefined || more.length > 0 || !Array.isArray(data)) return misfit(kind);
    return data.map((item: JsonValue) => this.decode(item, types as TypeTags, depth + 1));
  }
}

function isContainer(types: Exclude<TypeTags, string>): types is readonly [ContainerType, TagsWithin] {
  return Array.isArray(types) && types.length === 2 && isContainerType(types[0]);
}

function misfit(types: unknown): never {
  const shown = typeof types === "string" ? JSON.stringify(types.slice(0, 80)) : "types";
  throw new TypeError(`${shown} does not fit the data`);
}

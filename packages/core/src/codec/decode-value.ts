import { bytesFrom, bytesFromBase64 } from "./bytes.ts";
import type { JsonValue } from "./json-value.ts";
import { setProperty } from "./set-property.ts";
import { pointerTo, REFERENCE, type TypeTags } from "./type-tags.ts";

/** Finds the value that a reference stands for. */
export type Resolve = (reference: string) => unknown;

/**
 * Makes the value anew that {@link encodeValue} encoded. Plain JSON is handed through uncopied.
 *
 * @param resolve finds what references stand for; without it there are none.
 * @throws {TypeError} when the type names do not fit the data.
 */
export function decodeValue(data: JsonValue | Uint8Array, types: TypeTags | undefined, resolve?: Resolve): unknown {
  if (data instanceof Uint8Array) return bytesFrom(types?.[""] ?? "", data) ?? fail("", types?.[""]);
  return types === undefined ? data : new Decoder(types, resolve).decode(data, "");
}

class Decoder {
  readonly #types: ReadonlyMap<string, string>;
  readonly #resolve: Resolve | undefined;

  constructor(types: TypeTags, resolve: Resolve | undefined) {
    this.#types = new Map(Object.entries(types));
    this.#resolve = resolve;
  }

  decode(data: JsonValue, pointer: string): unknown {
    const tag = this.#types.get(pointer);
    if (Array.isArray(data)) {
      const items = data.map((item, i) => this.decode(item, pointerTo(pointer, i)));
      if (tag === undefined) return items;
      if (tag === "Map") return new Map(items as [unknown, unknown][]);
      if (tag === "Set") return new Set(items);
      return fail(pointer, tag);
    }
    if (tag === REFERENCE && this.#resolve && typeof data === "string") return this.#resolve(data);
    if (tag !== undefined) return revive(tag, data, pointer);
    if (typeof data !== "object" || data === null) return data;
    const result: Record<string, unknown> = {};
    for (const [key, item] of Object.entries(data))
      setProperty(result, key, this.decode(item, pointerTo(pointer, key)));
    return result;
  }
}

function revive(tag: string, data: JsonValue, pointer: string): unknown {
  if (tag === "undefined") return undefined;
  if (tag === "Date" && data === null) return new Date(Number.NaN);
  if (typeof data !== "string") return fail(pointer, tag);
  switch (tag) {
    case "Date":
      return new Date(data);
    case "bigint":
      return BigInt(data);
    case "number":
      return Number(data);
    default:
  }
  return bytesFromBase64(tag, data) ?? fail(pointer, tag);
}

function fail(pointer: string, tag: string | undefined): never {
  throw new TypeError(`'${pointer}' is marked as ${JSON.stringify(tag)}, which does not fit what stands there`);
}

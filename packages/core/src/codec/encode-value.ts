import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { bytesTag, bytesToBase64, isBytes } from "./bytes.ts";
import { MAX_DEPTH, tooDeep } from "./depth.ts";
import { isJson } from "./is-json.ts";
import { isPlainArray } from "./is-plain-array.ts";
import { isPlainObject } from "./is-plain-object.ts";
import type { JsonValue } from "./json-value.ts";
import { setProperty } from "./set-property.ts";
import { pointerTo, REFERENCE, type TypeTags } from "./type-tags.ts";

/** A value as JSON, with the names of the types that JSON cannot tell. */
export interface EncodedValue {
  /** The value itself where it is plain JSON already: not a copy. */
  readonly data: JsonValue;
  /** Absent where the data is plain JSON. */
  readonly types?: TypeTags;
}

/** Objects that are stored elsewhere, and where. */
export type References = ReadonlyMap<object, string>;

/**
 * Encodes a value as JSON: dates, Maps, Sets, bigints, typed arrays, `undefined`, `NaN`, the infinities and `-0` survive.
 *
 * Plain JSON is handed through uncopied, after one walk that allocates nothing.
 *
 * @param references of what is stored elsewhere: within the value, a reference stands in its place.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, naming the path of a function, symbol, cycle, hole or class instance.
 */
export function encodeValue(value: unknown, references?: References): EncodedValue {
  if (!references && isJson(value)) return { data: value };
  const encoder = new Encoder(value, references);
  const data = encoder.encode(value, "", []);
  return { data, types: encoder.types };
}

class Encoder {
  readonly types: Record<string, string> = {};
  readonly #root: unknown;
  readonly #references: References | undefined;

  constructor(root: unknown, references: References | undefined) {
    this.#root = root;
    this.#references = references;
  }

  encode(value: unknown, pointer: string, path: PropertyKey[]): JsonValue {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return this.#number(value, pointer);
      case "undefined":
        return this.#tagged("undefined", null, pointer);
      case "bigint":
        return this.#tagged("bigint", value.toString(), pointer);
      case "object":
        return value === null ? null : this.#object(value, pointer, path);
      default:
        throw new NotRoundTrippableError(path, `a ${typeof value} cannot be stored`);
    }
  }

  #number(value: number, pointer: string): JsonValue {
    if (Object.is(value, -0)) return this.#tagged("number", "-0", pointer);
    return Number.isFinite(value) ? value : this.#tagged("number", String(value), pointer);
  }

  #object(value: object, pointer: string, path: PropertyKey[]): JsonValue {
    if (path.length > MAX_DEPTH) throw tooDeep(this.#root);
    const reference = path.length > 0 ? this.#references?.get(value) : undefined;
    if (reference !== undefined) return this.#tagged(REFERENCE, reference, pointer);
    if (isPlainArray(value)) return this.#array(value, pointer, path);
    if (isPlainObject(value)) return this.#record(value, pointer, path);
    if (isBytes(value)) return this.#bytes(value, pointer, path);
    const prototype = Object.getPrototypeOf(value);
    if (prototype === Date.prototype) {
      const time = (value as Date).getTime();
      return this.#tagged("Date", Number.isNaN(time) ? null : (value as Date).toISOString(), pointer);
    }
    if (prototype === Map.prototype) {
      return this.#tagged("Map", this.#array([...(value as Map<unknown, unknown>)], pointer, path), pointer);
    }
    if (prototype === Set.prototype) {
      return this.#tagged("Set", this.#array([...(value as Set<unknown>)], pointer, path), pointer);
    }
    throw notData(value, path);
  }

  #array(items: readonly unknown[], pointer: string, path: PropertyKey[]): JsonValue {
    const encoded: JsonValue[] = [];
    for (let i = 0; i < items.length; i++) {
      if (!(i in items)) throw new NotRoundTrippableError([...path, i], "the array has a hole");
      encoded.push(this.encode(items[i], pointerTo(pointer, i), [...path, i]));
    }
    return encoded;
  }

  #record(value: Record<string, unknown>, pointer: string, path: PropertyKey[]): JsonValue {
    const [symbol] = Object.getOwnPropertySymbols(value);
    if (symbol) throw new NotRoundTrippableError([...path, symbol], "a symbol key cannot be stored");
    const encoded: Record<string, JsonValue> = {};
    for (const key of Object.keys(value)) {
      setProperty(encoded, key, this.encode(value[key], pointerTo(pointer, key), [...path, key]));
    }
    return encoded;
  }

  #bytes(value: ArrayBuffer | ArrayBufferView, pointer: string, path: PropertyKey[]): JsonValue {
    const tag = bytesTag(value);
    if (tag === undefined) throw notData(value, path);
    return this.#tagged(tag, bytesToBase64(value), pointer);
  }

  #tagged(tag: string, data: JsonValue, pointer: string): JsonValue {
    this.types[pointer] = tag;
    return data;
  }
}

function notData(value: object, path: PropertyKey[]): NotRoundTrippableError {
  const name = value.constructor?.name || "a class";
  return new NotRoundTrippableError(path, `an instance of ${name} cannot be stored; give the model an 'encode'`);
}

import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { entriesOf, isDate, isMap, isoTextOf, isSet, itemsOf, timeOf } from "./built-ins.ts";
import { type Bytes, bytesTag, bytesToBase64, isBytes } from "./bytes.ts";
import { MAX_DEPTH, tooDeep } from "./depth.ts";
import { ItemTypes } from "./item-types.ts";
import type { JsonValue } from "./json-value.ts";
import { isJson } from "./plain/is-json.ts";
import { isPlainArray } from "./plain/is-plain-array.ts";
import { isPlainObject } from "./plain/is-plain-object.ts";
import { notData, REGISTER_TYPE, unreadable } from "./refusals.ts";
import { setProperty } from "./set-property.ts";
import { type ContainerType, REFERENCE, type TagsWithin, type TypeTags } from "./type-tags.ts";
import { TypedValue } from "./typed-value.ts";

/** Value as JSON, with the names of types that JSON cannot represent. */
export interface EncodedValue {
  /** Encoded data; the original value itself, not a copy, if it is plain JSON. */
  readonly data: JsonValue;
  /** Types within the data; absent if it is plain JSON. */
  readonly types?: TypeTags;
}

/** Keys of objects that are stored separately. */
export type References = ReadonlyMap<object, string>;

/**
 * Encodes a value as JSON with type names for dates, Maps, Sets, bigints, typed arrays, `undefined`, `NaN`, infinities and `-0`.
 *
 * Plain JSON is returned without a copy, after one pass without allocations.
 *
 * @param references Keys of objects that are stored separately; they are encoded as references.
 * @param advice Way to store an instance of a class, for the message of the error.
 * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, with the path of a function, symbol, cycle, hole, class instance, or property
 * that throws when read.
 */
export function encodeValue(value: unknown, references?: References, advice: string = REGISTER_TYPE): EncodedValue {
  if (!references && isReadableJson(value)) return { data: value };
  return new Encoder(value, references, advice).encode();
}

function isReadableJson(value: unknown): value is JsonValue {
  try {
    return isJson(value);
  } catch {
    return false; // The encoder visits the value again and reports the path of the property that throws.
  }
}

class Encoder {
  readonly #root: unknown;
  readonly #references: References | undefined;
  readonly #advice: string;
  /** Path of the current position. */
  readonly #path: PropertyKey[] = [];
  /** Types of the value that was encoded last. */
  #types: TypeTags | undefined;

  constructor(root: unknown, references: References | undefined, advice: string) {
    this.#root = root;
    this.#references = references;
    this.#advice = advice;
  }

  encode(): EncodedValue {
    try {
      const data = this.#encode(this.#root);
      return this.#types === undefined ? { data } : { data, types: this.#types };
    } catch (error) {
      throw error instanceof NotRoundTrippableError ? error : unreadable(this.#path, error);
    }
  }

  #encode(value: unknown): JsonValue {
    this.#types = undefined;
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "number":
        return Number.isFinite(value) && !Object.is(value, -0) ? value : this.#tagged("number", numberText(value));
      case "undefined":
        return this.#tagged("undefined", null);
      case "bigint":
        return this.#tagged("bigint", value.toString());
      case "object":
        return value === null ? null : this.#object(value);
      default:
        throw new NotRoundTrippableError([...this.#path], `a ${typeof value} cannot be stored`);
    }
  }

  #object(value: object): JsonValue {
    if (this.#path.length > MAX_DEPTH) throw tooDeep(this.#root);
    const reference = this.#path.length > 0 ? this.#references?.get(value) : undefined;
    if (reference !== undefined) return this.#tagged(REFERENCE, reference);
    if (isPlainArray(value)) return this.#array(value);
    if (isPlainObject(value)) return this.#record(value);
    if (isBytes(value)) return this.#bytes(value);
    if (isDate(value)) {
      const time = timeOf(value);
      return this.#tagged("Date", Number.isNaN(time) ? null : isoTextOf(time));
    }
    if (isMap(value)) return this.#container("Map", entriesOf(value));
    if (isSet(value)) return this.#container("Set", itemsOf(value));
    if (value instanceof TypedValue) return this.#container(`type:${value.name}`, [value.data]);
    throw notData(value, this.#path, this.#advice);
  }

  #array(items: readonly unknown[]): JsonValue {
    const encoded: JsonValue[] = [];
    const types = new ItemTypes();
    for (let i = 0; i < items.length; i++) {
      this.#path.push(i);
      if (!(i in items)) throw new NotRoundTrippableError([...this.#path], "the array has a hole");
      encoded.push(this.#encode(items[i]));
      types.add(this.#types);
      this.#path.pop();
    }
    this.#types = types.take();
    return encoded;
  }

  #record(value: Record<string, unknown>): JsonValue {
    const [symbol] = Object.getOwnPropertySymbols(value);
    if (symbol) throw new NotRoundTrippableError([...this.#path, symbol], "a symbol key cannot be stored");
    const encoded: Record<string, JsonValue> = {};
    let within: Record<string, TypeTags> | undefined;
    for (const key of Object.keys(value)) {
      this.#path.push(key);
      setProperty(encoded, key, this.#encode(value[key]));
      if (this.#types !== undefined) {
        within ??= {};
        setProperty(within, key, this.#types);
      }
      this.#path.pop();
    }
    this.#types = within;
    return encoded;
  }

  #container(type: ContainerType, items: readonly unknown[]): JsonValue {
    const data = this.#array(items);
    const within = this.#types as TagsWithin | undefined;
    this.#types = within === undefined ? type : [type, within];
    return data;
  }

  #bytes(value: Bytes): JsonValue {
    const tag = bytesTag(value);
    if (tag === undefined) throw notData(value, this.#path, this.#advice);
    return this.#tagged(tag, bytesToBase64(value));
  }

  #tagged(tag: string, data: JsonValue): JsonValue {
    this.#types = tag;
    return data;
  }
}

function numberText(value: number): string {
  return Object.is(value, -0) ? "-0" : String(value);
}

import { entriesOf, isDate, isMap, isSet, itemsOf, timeOf } from "../codec/built-ins.ts";
import { bytesTag, isBytes, viewBytes } from "../codec/bytes.ts";
import { MAX_DEPTH, tooDeep } from "../codec/depth.ts";
import { encodeValue } from "../codec/encode-value.ts";
import { isPlainArray } from "../codec/plain/is-plain-array.ts";
import { isPlainObject } from "../codec/plain/is-plain-object.ts";
import { unreadable } from "../codec/refusals.ts";
import { TypedValue } from "../codec/typed-value.ts";
import { NotRoundTrippableError } from "../errors/result-errors.ts";
import { bytesForm, inlineForm, textForm } from "./forms.ts";
import type { LargeHashes } from "./large-hashes.ts";
import { shapeOf } from "./object-shape.ts";
import { sha256 } from "./sha256.ts";

/**
 * Writer of the canonical form of a value: a text that is the same for two values if and only if they are equal. The digest of a value is
 * the SHA-256 of its form in UTF-8. Each form starts with its type and has an unambiguous end; items without an order are sorted.
 *
 * | value | form |
 * |---|---|
 * | `null`, `undefined`, `true`, `false` | `z`, `u`, `t`, `f` |
 * | number, bigint | `n` or `i`, the number as JavaScript prints it, `;` |
 * | string | `s`, its length in UTF-16 units, `:`, the string; with a lone surrogate `w`, the length, `:`, its units in hexadecimal |
 * | Date | `d`, milliseconds since the epoch, `;` |
 * | bytes | `b`, the type, `:`, their number, `:`, their SHA-256 in hexadecimal |
 * | array | `a`, the number of items, `:`, the items |
 * | object | `o`, the number of entries, `:`, key and value of each, sorted by key |
 * | Map, Set | `m` or `e`, the number of entries, `:`, the entries, sorted |
 * | instance of a registered type | `y`, its name, its own digest as a string or the form of its encoded value |
 *
 * Within a container, a form of more than 1,024 UTF-16 units is replaced by `h` and its SHA-256 in hexadecimal. Sorting is by UTF-16 units.
 */
export class CanonicalForm {
  readonly #root: unknown;
  readonly #hashes: LargeHashes | undefined;
  #level = 0;

  /** @param hashes computes the hashes of large bytes later. */
  constructor(root: unknown, hashes?: LargeHashes) {
    this.#root = root;
    this.#hashes = hashes;
  }

  /**
   * Returns the form of a value.
   *
   * @throws {NotRoundTrippableError} `NOT_ROUND_TRIPPABLE`, with the path, for values that cannot be stored.
   */
  of(value: unknown): string {
    switch (typeof value) {
      case "string":
        return textForm(value);
      case "number":
        return Object.is(value, -0) ? "n-0;" : `n${value};`;
      case "boolean":
        return value ? "t" : "f";
      case "undefined":
        return "u";
      case "bigint":
        return `i${value};`;
      case "object":
        if (value === null) return "z";
        return this.#level === 0 ? this.#outermost(value) : this.object(value);
      default:
        throw this.#refuse();
    }
  }

  /** Returns the form of an object. Subclasses override it to observe or replace forms. */
  protected object(value: object): string {
    if (++this.#level > MAX_DEPTH + 1) throw tooDeep(this.#root);
    const form = this.#object(value);
    this.#level--;
    return form;
  }

  #outermost(value: object): string {
    try {
      return this.object(value);
    } catch (error) {
      throw error instanceof NotRoundTrippableError ? error : this.#refuse(error);
    }
  }

  /** Returns the text that represents a form within the form of a container. */
  protected inline(form: string): string {
    return inlineForm(form);
  }

  #object(value: object): string {
    if (isPlainArray(value)) return this.#array(value);
    if (isPlainObject(value)) return this.#record(value);
    if (isBytes(value)) {
      const tag = bytesTag(value);
      if (tag === undefined) throw this.#refuse();
      return bytesForm(tag, value.byteLength, this.#hashes?.of(value) ?? sha256(viewBytes(value)));
    }
    if (isDate(value)) return `d${timeOf(value)};`;
    if (isMap(value)) return this.#map(entriesOf(value));
    if (isSet(value)) return this.#set(itemsOf(value));
    return this.other(value);
  }

  /** Returns the form of an object that is not plain data. Subclasses override it to support more types. */
  protected other(value: object): string {
    if (!(value instanceof TypedValue)) throw this.#refuse();
    return `y${textForm(value.name)}${value.own === undefined ? this.#item(value.data) : textForm(value.own)}`;
  }

  /** Number of objects that contain the current position. */
  protected get level(): number {
    return this.#level;
  }

  #array(items: readonly unknown[]): string {
    let form = `a${items.length}:`;
    for (let i = 0; i < items.length; i++) {
      const item = items[i];
      if (item === undefined && !(i in items)) throw this.#refuse();
      form += this.#item(item);
    }
    return form;
  }

  #record(value: Record<string, unknown>): string {
    if (Object.getOwnPropertySymbols(value).length > 0) throw this.#refuse();
    const { sorted, forms } = shapeOf(Object.keys(value), this.#level);
    let form = `o${sorted.length}:`;
    for (let i = 0; i < sorted.length; i++) form += (forms[i] as string) + this.#item(value[sorted[i] as string]);
    return form;
  }

  #map(entries: readonly (readonly [unknown, unknown])[]): string {
    const forms: string[] = [];
    for (let i = 0; i < entries.length; i++) {
      const [key, item] = entries[i] as readonly [unknown, unknown];
      forms.push(this.#item(key) + this.#item(item));
    }
    return `m${forms.length}:${forms.sort().join("")}`;
  }

  /** A loop as in the other containers: with the two frames of `map` a level, the deepest data would overflow the stack of a new process. */
  #set(items: readonly unknown[]): string {
    const forms: string[] = [];
    for (let i = 0; i < items.length; i++) forms.push(this.#item(items[i]));
    return `e${forms.length}:${forms.sort().join("")}`;
  }

  #item(value: unknown): string {
    return this.inline(this.of(value));
  }

  /** Creates the error by encoding the value: the codec refuses the same values, and knows their path. */
  #refuse(cause: unknown = new TypeError("A value that can be stored has no canonical form.")): Error {
    try {
      encodeValue(this.#root);
    } catch (error) {
      return error as Error;
    }
    return unreadable([], cause);
  }
}

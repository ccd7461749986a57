import { ARRAY_TYPES, type ElementType, FLOAT64, UINT8 } from "../library/element-type.ts";
import type { FileWriter } from "../library/file-writer.ts";
import { columnsOf } from "./columns.ts";
import { linkTo, VALUE } from "./links.ts";
import { encodeList } from "./list-array.ts";
import { nameOf } from "./names.ts";
import { divide, type Json, type Tags, typesAt } from "./tags.ts";
import { encodeText, encodeUtf16, isFit } from "./text.ts";

/** Name of the attribute with the type of an object, where HDF5 does not tell. */
export const TYPE = "type";
/** Group of containers that are nested deeply. */
export const PARTS = "/parts";
/** Number of levels after which a container is put into {@link PARTS}: the library takes a time in proportion to the length of a path. */
const LEVELS = 8;
/** Longest name of a member, in bytes; HDF5 allows 65,000. */
const LONGEST_NAME = 1024;
/** Longest text of an attribute, in UTF-16 units. */
const LONGEST_ATTRIBUTE = 16_384;

/** Writes data as objects of HDF5: containers as groups, the rest as datasets. */
export class NodeWriter {
  readonly #file: FileWriter;
  #parts = 0;

  constructor(file: FileWriter) {
    this.#file = file;
  }

  write(path: string, data: Json, types: Tags | undefined, level = 0): void {
    const { tag, within } = divide(types);
    if (tag === "reference") this.#file.externalLink(path, linkTo(String(data), "values"), VALUE);
    else if (tag === "number") this.#scalar(path, Number(data), undefined);
    else if (tag !== undefined && tag in ARRAY_TYPES) this.bytes(path, tag, Buffer.from(String(data), "base64"));
    else if (typeof data !== "object" || data === null) this.#scalar(path, data, tag);
    else if (Array.isArray(data)) this.#list(path, data as readonly Json[], tag ?? "list", within, level);
    else this.#object(path, data as Readonly<Record<string, Json>>, within, level);
  }

  /** Writes binary data as an array of its elements. */
  bytes(path: string, tag: string, bytes: Uint8Array): void {
    this.#array(path, ARRAY_TYPES[tag] as ElementType, bytes, tag);
  }

  /** Writes an array of more than 1 MiB without its elements, and returns their position in the file. */
  reserve(path: string, tag: string, byteLength: number): number {
    const position = this.#file.reserve(path, ARRAY_TYPES[tag] as ElementType, byteLength);
    this.#tag(path, tag);
    return position;
  }

  /** Writes plain data as an attribute, and other data as an object of the same name. */
  field(group: string, key: string, data: Json, types: Tags | undefined): void {
    const name = nameOf(key);
    const isShort = typeof data === "string" && data.length <= LONGEST_ATTRIBUTE && isFit(data);
    const scalar = types === undefined && (isShort || typeof data !== "string") ? scalarOf(data) : undefined;
    if (scalar) this.#file.attribute(group, name, scalar.type, scalar.bytes);
    else this.write(group === "/" ? `/${name}` : `${group}/${name}`, data, types);
  }

  #scalar(path: string, data: null | boolean | number | string, tag: string | undefined): void {
    const scalar = scalarOf(data);
    if (scalar) {
      this.#file.scalar(path, scalar.type, scalar.bytes);
      this.#tag(path, tag ?? (typeof data === "boolean" ? "boolean" : undefined));
    } else if (data === null) this.#array(path, UINT8, new Uint8Array(), tag ?? "null");
    else {
      const { type, bytes } = encodeUtf16(String(data));
      this.#array(path, type, bytes, "string");
    }
  }

  #list(path: string, items: readonly Json[], tag: string, within: Tags | undefined, level: number): void {
    const array = encodeList(items, within);
    if (array) {
      this.#array(path, array.type, array.bytes, tag);
      return;
    }
    const columns = tag === "list" ? columnsOf(items, within) : undefined;
    const { at, below } = this.#group(path, level);
    this.#tag(at, columns ? "records" : tag);
    if (columns) {
      for (const { key, items: column, types } of columns)
        this.#list(`${at}/${nameOf(key)}`, column, "list", types, below);
      return;
    }
    for (const [i, item] of items.entries()) this.write(`${at}/${i}`, item, typesAt(within, i), below);
  }

  #object(path: string, data: Readonly<Record<string, Json>>, within: Tags | undefined, level: number): void {
    const members = Object.keys(data).map((key) => [key, nameOf(key)] as const);
    if (members.some(([, name]) => Buffer.byteLength(name) > LONGEST_NAME)) {
      const types = members.map(([key]) => ({ "1": typesAt(within, key) }));
      const some = Object.fromEntries(types.flatMap((type, i) => (type["1"] === undefined ? [] : [[i, type as Tags]])));
      this.#list(path, Object.entries(data), "entries", some, level);
      return;
    }
    const { at, below } = this.#group(path, level);
    for (const [key, name] of members) this.write(`${at}/${name}`, data[key] as Json, typesAt(within, key), below);
  }

  /** Makes the group of a container, elsewhere if its path would become long. */
  #group(path: string, level: number): { readonly at: string; readonly below: number } {
    if (level < LEVELS) {
      this.#file.group(path);
      return { at: path, below: level + 1 };
    }
    if (this.#parts === 0) this.#file.group(PARTS);
    const at = `${PARTS}/${this.#parts++}`;
    this.#file.softLink(path, at);
    this.#file.group(at);
    return { at, below: 0 };
  }

  #array(path: string, type: ElementType, bytes: Uint8Array, tag: string): void {
    this.#file.array(path, type, bytes);
    this.#tag(path, tag);
  }

  #tag(path: string, tag: string | undefined): void {
    if (tag === undefined) return;
    const { type, bytes } = encodeText(tag);
    this.#file.attribute(path, TYPE, type, bytes);
  }
}

/** Encodes data of one element; `undefined` for null and text that is stored otherwise. */
function scalarOf(data: Json): { readonly type: ElementType; readonly bytes: Uint8Array } | undefined {
  if (typeof data === "number") return { type: FLOAT64, bytes: new Uint8Array(new Float64Array([data]).buffer) };
  if (typeof data === "boolean") return { type: UINT8, bytes: Uint8Array.of(data ? 1 : 0) };
  return typeof data === "string" && isFit(data) ? encodeText(data) : undefined;
}

import { DamagedFile } from "../library/damaged-file.ts";
import { ARRAY_TYPES, FLOAT64, isOfType, UINT8, UINT16 } from "../library/element-type.ts";
import type { Description, FileReader } from "../library/file-reader.ts";
import { objectsOf } from "./columns.ts";
import { digestOfLink, type LinkingSpace } from "./links.ts";
import { decodeList, taggedNumber } from "./list-array.ts";
import { keyOf, nameOf } from "./names.ts";
import { PARTS, TYPE } from "./node-writer.ts";
import { type Json, join, setMember, type Tagged, type Tags, typesAt } from "./tags.ts";
import { decodeTexts, decodeUtf16 } from "./text.ts";

/** Maximum number of levels of a value, and some for the containers that represent one. */
const MAX_LEVELS = 3100;
const TEXT = { kind: "text", size: 0 } as const;
const NOTHING: ReadonlySet<string> = new Set(["null", "undefined", "Date"]);
const NONE: ReadonlySet<string> = new Set();
const PART = new RegExp(`^${PARTS}/[0-9]+$`);

/** Value that is nothing but binary data. */
interface BinaryData {
  readonly data: Uint8Array<ArrayBuffer>;
  readonly types: string;
  readonly sha256: string;
}

/** Reads the objects that `NodeWriter` writes, and nothing else. */
export class NodeReader {
  readonly #file: FileReader;
  readonly #space: LinkingSpace;

  constructor(file: FileReader, space: LinkingSpace) {
    this.#file = file;
    this.#space = space;
  }

  /** @throws {DamagedFile} for anything that `NodeWriter` does not write. */
  read(path: string, level = 0): Tagged {
    if (level > MAX_LEVELS) throw new DamagedFile(`it is nested deeper than ${MAX_LEVELS} levels`);
    switch (this.#file.kindOf(path)) {
      case "group":
        return this.#group(path, level);
      case "dataset":
        return this.#dataset(path, this.#file.describe(path), this.#tag(path));
      case "soft link":
        return this.#part(path, level);
      case "external link":
        return { data: this.reference(path), types: "reference" };
      default:
        throw new DamagedFile(`there is nothing at '${path}', or an object of a kind that is not expected`);
    }
  }

  /** Reads a whole value; one that is nothing but binary data as bytes with their hash. */
  async root(path: string): Promise<Tagged | BinaryData> {
    if (this.#file.kindOf(path) !== "dataset") return this.read(path);
    const found = this.#file.describe(path);
    const types = this.#tag(path);
    if (types === undefined || !isArray(found, types)) return this.#dataset(path, found, types);
    const { bytes, sha256 } = await this.#file.readHashed(path, found);
    return { data: bytes, types, sha256 };
  }

  /** Reads the digest of the value that a link names. */
  reference(path: string): string {
    const link = this.#file.externalLink(path);
    const digest = link && digestOfLink(link, this.#space);
    if (digest === undefined) throw new DamagedFile(`the link '${path}' does not lead to a value`);
    return digest;
  }

  /** Reads what `field` has written into a group, without members at other paths. */
  fields(
    group: string,
    others: ReadonlySet<string> = NONE,
  ): { readonly data: Readonly<Record<string, Json>>; readonly types: Tags | undefined } {
    const members: (readonly [string, Tagged])[] = this.#file.attributeNames(group).map((name) => {
      const found = this.#file.describeAttribute(group, name);
      if (found.shape?.length !== 0) throw new DamagedFile(`the attribute '${name}' of '${group}' is an array`);
      const bytes = (): Uint8Array<ArrayBuffer> => this.#file.readAttribute(group, name, found);
      return [name, scalarOf(found, isOfType(found, UINT8) ? "boolean" : undefined, bytes)];
    });
    for (const name of this.#file.names(group)) {
      const path = group === "/" ? `/${name}` : `${group}/${name}`;
      if (!others.has(path) && path !== PARTS) members.push([name, this.read(path)]);
    }
    return objectOf(members);
  }

  #tag(path: string): string | undefined {
    if (!this.#file.attributeNames(path).includes(TYPE)) return undefined;
    const found = this.#file.describeAttribute(path, TYPE);
    if (!isOfType(found, TEXT) || found.shape?.length !== 0) throw new DamagedFile(`the type of '${path}' is no text`);
    return decodeTexts(this.#file.readAttribute(path, TYPE, found), found.size)[0];
  }

  #part(path: string, level: number): Tagged {
    const target = this.#file.softLink(path);
    if (target === null || !PART.test(target)) throw new DamagedFile(`the soft link '${path}' does not lead to a part`);
    if (this.#file.kindOf(target) !== "group") throw new DamagedFile(`there is no group at '${target}'`);
    return this.#group(target, level);
  }

  #group(path: string, level: number): Tagged {
    const tag = this.#tag(path);
    const names = this.#file.names(path);
    const item = (name: string): Tagged => this.read(`${path}/${name}`, level + 1);
    if (tag === "records") return this.#records(path, names, item);
    if (tag === undefined) return objectOf(names.map((name) => [name, item(name)]));
    const list = listOf(
      names.map((name, i) => {
        if (name !== String(i)) throw new DamagedFile(`the items of '${path}' are not numbered`);
        return item(name);
      }),
    );
    return tag === "entries" ? objectOf(list.items.map((entry) => pairOf(entry, path))) : list.tagged(tag);
  }

  #records(path: string, names: readonly string[], item: (name: string) => Tagged): Tagged {
    const columns = names.map((name) => {
      const key = keyOf(name);
      const { data, types } = item(name);
      if (key === undefined || !Array.isArray(data)) throw new DamagedFile(`'${path}/${name}' is no column`);
      return [key, data.map((each: Json, i) => ({ data: each, types: typesAt(types, i) }))] as const;
    });
    const objects = objectsOf(columns);
    if (!objects) throw new DamagedFile(`the columns of '${path}' have different lengths`);
    return listOf(objects).tagged("list");
  }

  #dataset(path: string, found: Description, tag: string | undefined): Tagged {
    const bytes = (): Uint8Array<ArrayBuffer> => this.#file.read(path, found);
    if (found.shape?.length === 0) return scalarOf(found, tag, bytes);
    if (found.shape?.length !== 1 || tag === undefined) throw new DamagedFile(`'${path}' has no known type`);
    if (NOTHING.has(tag) && found.total_size === 0) return { data: null, types: tag === "null" ? undefined : tag };
    if (tag === "string" && isOfType(found, UINT16)) return { data: decodeUtf16(bytes()) };
    if (isArray(found, tag)) return { data: Buffer.from(bytes().buffer).toString("base64"), types: tag };
    const items = decodeList(found, bytes);
    if (!items) throw new DamagedFile(`the elements of '${path}' do not fit its type`);
    return listOf(items).tagged(tag);
  }
}

function isArray(found: Description, tag: string): boolean {
  const type = Object.hasOwn(ARRAY_TYPES, tag) ? ARRAY_TYPES[tag] : undefined;
  return type !== undefined && found.shape?.length === 1 && isOfType(found, type);
}

function scalarOf(found: Description, tag: string | undefined, bytes: () => Uint8Array<ArrayBuffer>): Tagged {
  if (isOfType(found, TEXT)) return { data: decodeTexts(bytes(), found.size)[0] as string, types: tag };
  if (isOfType(found, FLOAT64) && tag === undefined)
    return taggedNumber(new DataView(bytes().buffer).getFloat64(0, true));
  if (isOfType(found, UINT8) && tag === "boolean") return { data: bytes()[0] !== 0 };
  throw new DamagedFile("an element does not fit its type");
}

function objectOf(members: readonly (readonly [name: string, Tagged])[]): {
  readonly data: Readonly<Record<string, Json>>;
  readonly types: Tags | undefined;
} {
  const data: Record<string, Json> = {};
  let within: Record<string, Tags> | undefined;
  for (const [name, { data: item, types }] of members) {
    const key = keyOf(name);
    if (key === undefined || Object.hasOwn(data, key)) throw new DamagedFile(`'${name}' is not the name of a member`);
    setMember(data, key, item);
    if (types === undefined) continue;
    within ??= {};
    setMember(within, key, types);
  }
  return { data, types: within };
}

function listOf(items: readonly Tagged[]): { readonly items: readonly Tagged[]; tagged(tag: string): Tagged } {
  const tagged = (tag: string): Tagged => {
    const within: Record<string, Tags> = {};
    for (const [i, { types }] of items.entries()) if (types !== undefined) within[i] = types;
    const types = Object.keys(within).length > 0 ? within : undefined;
    return { data: items.map(({ data }) => data), types: join(tag === "list" ? undefined : tag, types) };
  };
  return { items, tagged };
}

/** Member that an entry of two items stands for. */
function pairOf({ data, types }: Tagged, path: string): readonly [string, Tagged] {
  const [key, item] = Array.isArray(data) ? (data as readonly Json[]) : [];
  if (typeof key !== "string" || item === undefined) throw new DamagedFile(`'${path}' has an item that is no entry`);
  const within = typeof types === "object" && !Array.isArray(types) ? (types as Readonly<Record<string, Tags>>) : {};
  return [nameOf(key), { data: item, types: within["1"] }];
}

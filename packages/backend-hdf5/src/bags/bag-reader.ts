import { setMember } from "../codec/tags.ts";
import { DamagedFile } from "../library/damaged-file.ts";
import type { Description, FileReader } from "../library/file-reader.ts";
import { numericArray } from "./numeric-array.ts";
import { UnknownType } from "./unknown-type.ts";

const CONTENT = "bagofholding.content.";
const ARRAY = "bagofholding.h5.content.Array";
/** Class of the library that writes one object a dataset; its others have layouts of their own. */
const BAG = "H5Bag";
const MAX_LEVELS = 1000;

/** Reads what `bagofholding.H5Bag` of Python writes. Instances of classes are refused: making one would run code. */
export class BagReader {
  readonly #file: FileReader;
  /** Objects by their paths; `undefined` for one that is being read. */
  readonly #known = new Map<string, unknown>();

  /** @throws {DamagedFile} for a file that is no bag; {@link UnknownType} for a bag of another layout. */
  constructor(file: FileReader) {
    this.#file = file;
    const bag = this.#attribute("/", "qualname");
    if (bag === undefined) throw new DamagedFile("it is no file of bagofholding: it has no attribute 'qualname'");
    if (bag !== BAG) throw new UnknownType(`bag ${bag}`, "/");
  }

  /** Reads the object at a path. Objects that occur several times are one object here, too. */
  read(path: string, level = 0): unknown {
    if (this.#known.has(path)) {
      const known = this.#known.get(path);
      if (known === undefined) throw new DamagedFile(`'${path}' contains itself`);
      return known;
    }
    if (level > MAX_LEVELS) throw new DamagedFile(`it is nested deeper than ${MAX_LEVELS} levels`);
    this.#known.set(path, undefined);
    const value = this.#content(path, level);
    this.#known.set(path, value);
    return value;
  }

  #content(path: string, level: number): unknown {
    const kind = this.#file.kindOf(path);
    if (kind !== "group" && kind !== "dataset") throw new DamagedFile(`there is no object at '${path}'`);
    const type = this.#attribute(path, "content_type");
    if (type === undefined) throw new DamagedFile(`'${path}' has no attribute 'content_type'`);
    const name = type.startsWith(CONTENT) ? type.slice(CONTENT.length) : type;
    return kind === "group" ? this.#group(path, name, level) : this.#dataset(path, name, level);
  }

  #group(path: string, type: string, level: number): unknown {
    const names = this.#file.names(path);
    const at = (name: string): unknown => this.read(`${path}/${name}`, level + 1);
    const items = (): unknown[] => names.map((_, i) => at(`i${i}`));
    switch (type) {
      case "StrKeyDict": {
        const members: Record<string, unknown> = {};
        for (const name of names) setMember(members, name, at(name));
        return members;
      }
      case "Dict": {
        const [keys, values] = [at("keys"), at("values")];
        if (!Array.isArray(keys) || !Array.isArray(values) || keys.length !== values.length)
          throw new DamagedFile(`'${path}' has other keys than values`);
        return new Map(keys.map((key, i) => [key, values[i] as unknown]));
      }
      case "List":
      case "Tuple":
        return items();
      case "Set":
      case "FrozenSet":
        return new Set(items());
      default:
        throw new UnknownType(this.#typeName(path, type), path);
    }
  }

  #dataset(path: string, type: string, level: number): unknown {
    const found = this.#file.describe(path);
    switch (type) {
      case "NoneItem":
        return null;
      case "Str":
        return this.#text(path, found);
      case "Bool":
        return this.#file.read(path, found)[0] !== 0;
      case "Long":
        return this.#integer(path, found);
      case "Float":
        return new DataView(this.#bytes(path, found, 8).buffer).getFloat64(0, true);
      case "Bytes":
        return found.vlen ? Buffer.from(this.#file.readTexts(path, found)[0] ?? "") : this.#file.read(path, found);
      case "Bytearray":
        return this.#file.read(path, found);
      case "Reference":
        return this.read(`/${this.#text(path, found)}`, level + 1);
      case ARRAY: {
        const array = numericArray(found, () => this.#file.read(path, found));
        if (array !== undefined) return array;
        throw new UnknownType("array of elements that JavaScript lacks", path);
      }
      default:
        throw new UnknownType(this.#typeName(path, type), path);
    }
  }

  #text(path: string, found: Description): string {
    if (found.vlen) return this.#file.readTexts(path, found)[0] ?? "";
    if (!this.#file.attributeNames(path).includes("_surrogate_str")) throw new DamagedFile(`'${path}' is no text`);
    // Python's UTF-16 begins with a mark of the byte order.
    return Buffer.from(this.#file.read(path, found)).subarray(2).toString("utf16le");
  }

  #integer(path: string, found: Description): number | bigint {
    if (found.vlen) return BigInt(this.#text(path, found));
    const view = new DataView(this.#bytes(path, found, 8).buffer);
    const value = found.signed ? view.getBigInt64(0, true) : view.getBigUint64(0, true);
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  #bytes(path: string, found: Description, size: number): Uint8Array<ArrayBuffer> {
    if (found.size !== size || found.total_size !== 1) throw new DamagedFile(`'${path}' is no number of 64 bits`);
    return this.#file.read(path, found);
  }

  #typeName(path: string, type: string): string {
    const name = this.#attribute(path, "qualname");
    return name === undefined ? type : `${this.#attribute(path, "module") ?? ""}.${name}`;
  }

  #attribute(path: string, name: string): string | undefined {
    if (!this.#file.attributeNames(path).includes(name)) return undefined;
    return this.#file.readTexts(path, this.#file.describeAttribute(path, name), name)[0];
  }
}

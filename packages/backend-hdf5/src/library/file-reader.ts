import { hash } from "node:crypto";
import { DamagedFile } from "./damaged-file.ts";
import { type Library, withMemory } from "./open-library.ts";
import { type Source, SourceFile } from "./source-file.ts";

/** Arrays of more bytes are read in parts of as many. */
const CHUNK_BYTES = 2 ** 20;
/** Gzip makes data at most so many times smaller. */
const GZIP_RATIO = 1032;
/** An object or a link takes at least so many bytes of a file. */
const OBJECT_BYTES = 12;
/** Content of a small file that is not stored in it, such as that of chunks that were never written. */
const FREE_BYTES = 2 ** 16;

/** Kind of what is at a path. */
export type ObjectKind = "group" | "dataset" | "soft link" | "external link" | "other";

/** Dataset or attribute, as the library describes it. */
export type Description = ReturnType<Library["get_dataset_metadata"]>;

/** Kinds by the numbers of the library. */
const KINDS: readonly ObjectKind[] = ["group", "dataset", "other", "soft link", "external link"];

/**
 * Reads one HDF5 file, of which nothing is trusted: no link is followed, and the number of objects and the size of the data that are
 * read are limited by the size of the file.
 */
export class FileReader {
  readonly #library: Library;
  readonly #source: SourceFile;
  readonly #file: bigint;
  #objectsLeft: number;
  #bytesLeft: number;

  /** @throws {Error} for bytes that are no HDF5 file, and as {@link SourceFile}. */
  constructor(library: Library, source: Source) {
    this.#library = library;
    this.#source = new SourceFile(library, source);
    this.#objectsLeft = source.byteLength / OBJECT_BYTES;
    this.#bytesLeft = source.byteLength * GZIP_RATIO + FREE_BYTES;
    try {
      this.#file = library.open(this.#source.path, library.H5F_ACC_RDONLY, false, -1, -1);
    } catch (error) {
      this.#source.remove();
      throw error;
    }
  }

  close(): void {
    try {
      this.#library.close_file(this.#file);
    } finally {
      this.#source.remove();
    }
  }

  /** Kind of the object at a path; `undefined` where nothing is. */
  kindOf(path: string): ObjectKind | undefined {
    if (this.#objectsLeft-- < 0) throw new DamagedFile("it has more objects than its size allows: links form a circle");
    // Asked for its kind, the library would look for the file that an external link names.
    if (this.externalLink(path) !== undefined) return "external link";
    const kind = this.#library.get_type(this.#file, path);
    if (kind < 0) return undefined;
    // The library tells what a link leads to.
    const isLink = KINDS[kind] === "group" && path !== "/" && this.softLink(path) !== null;
    return isLink ? "soft link" : (KINDS[kind] ?? "other");
  }

  /** Names of the members of a group, in their order. */
  names(path: string): readonly string[] {
    const names = this.#library.get_names(this.#file, path, false);
    this.#objectsLeft -= names.length;
    return names;
  }

  /** Target of a soft link; null for anything else. */
  softLink(path: string): string | null {
    return this.#library.get_symbolic_link(this.#file, path) as string | null;
  }

  /** File and object that an external link names; `undefined` for anything else. */
  externalLink(path: string): { readonly filename: string; readonly obj_path: string } | undefined {
    const link: { filename?: string; obj_path: string } = this.#library.get_external_link(this.#file, path);
    return link.filename === undefined ? undefined : { filename: link.filename, obj_path: link.obj_path };
  }

  describe(path: string): Description {
    return this.#library.get_dataset_metadata(this.#file, path);
  }

  /** Reads all bytes of a dataset whose elements have a fixed size. */
  read(path: string, found: Description): Uint8Array<ArrayBuffer> {
    const { size, shape, total_size } = found;
    const bytes = this.#allocate(path, found);
    const length = bytes.byteLength;
    if (length <= CHUNK_BYTES || shape?.length !== 1) {
      if (length > 0) this.#withPart(path, undefined, length, (part) => bytes.set(part));
      return bytes;
    }
    const perPart = Math.max(1, Math.floor(CHUNK_BYTES / size));
    for (let at = 0; at < total_size; at += perPart) {
      const count = Math.min(perPart, total_size - at);
      this.#withPart(path, { at, count }, count * size, (part) => bytes.set(part, at * size));
    }
    return bytes;
  }

  /** Reads the bytes of a dataset like {@link FileReader.read}, and returns their SHA-256, too. */
  async readHashed(
    path: string,
    found: Description,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly sha256: string }> {
    const position = this.#positionOf(path, found);
    if (position === undefined) {
      const bytes = this.read(path, found);
      return { bytes, sha256: hash("sha256", bytes) };
    }
    const bytes = this.#allocate(path, found);
    return { bytes, sha256: await this.#source.readHashed(position, bytes) };
  }

  attributeNames(path: string): readonly string[] {
    return this.#library.get_attribute_names(this.#file, path);
  }

  describeAttribute(path: string, name: string): Description {
    return this.#library.get_attribute_metadata(this.#file, path, name);
  }

  /** Reads all bytes of an attribute whose elements have a fixed size. */
  readAttribute(path: string, name: string, { size, total_size }: Description): Uint8Array<ArrayBuffer> {
    this.#admit(size * total_size, false);
    return withMemory(this.#library, size * total_size, (pointer) => {
      this.#library.get_attribute_data(this.#file, path, name, BigInt(pointer));
      return this.#library.HEAPU8.slice(pointer, pointer + size * total_size) as Uint8Array<ArrayBuffer>;
    });
  }

  /** Reads text of any length from a dataset, or from an attribute of an object. */
  readTexts(path: string, { size, total_size, vlen, shape }: Description, attribute?: string): string[] {
    if (!vlen || shape === null) throw new DamagedFile(`'${attribute ?? path}' is no text of any length`);
    this.#admit(size * total_size, false);
    return withMemory(this.#library, size * total_size, (pointer) => {
      const at = BigInt(pointer);
      if (attribute === undefined) this.#library.get_dataset_data(this.#file, path, null, null, null, at);
      else this.#library.get_attribute_data(this.#file, path, attribute, at);
      const texts = new Uint32Array(this.#library.HEAPU8.buffer, pointer, total_size);
      const read = Array.from(texts, (text) => (text === 0 ? "" : this.#library.UTF8ToString(text)));
      this.#library.reclaim_vlen_memory(this.#file, path, attribute ?? "", at);
      return read;
    });
  }

  /** Refuses data that the file cannot hold, before memory is taken for it. */
  #admit(length: number, mayBeCompressed: boolean): void {
    const limit = mayBeCompressed ? this.#bytesLeft : Math.min(this.#bytesLeft, this.#source.byteLength);
    if (!(length <= limit))
      throw new DamagedFile(
        `it declares ${length} bytes of data, which a file of ${this.#source.byteLength} bytes cannot hold`,
      );
    this.#bytesLeft -= length;
  }

  /** Takes the memory for a dataset. */
  #allocate(path: string, { size, chunks, total_size, virtual_sources }: Description): Uint8Array<ArrayBuffer> {
    this.#admit(size * total_size, chunks !== null);
    if (virtual_sources) throw new DamagedFile(`the data of '${path}' is in other files`);
    return new Uint8Array(size * total_size);
  }

  /** Position of the data of a large dataset that is not in chunks; `undefined` where the library has to read. It tells none, but reads there. */
  #positionOf(path: string, { size, shape, chunks, total_size, virtual_sources }: Description): number | undefined {
    if (chunks !== null || virtual_sources || shape?.length !== 1 || size * total_size <= CHUNK_BYTES) return undefined;
    const count = Math.floor(CHUNK_BYTES / size);
    const position = this.#withPart(path, { at: 0, count }, count * size, ({ byteOffset, byteLength }) =>
      this.#source.positionOf(byteOffset, byteLength),
    );
    const isInside = position === undefined || position + size * total_size <= this.#source.byteLength;
    if (isInside) return position;
    throw new DamagedFile(`the data of '${path}' is not in the file`);
  }

  /** Reads elements, or all of them, into the library's memory. */
  #withPart<T>(
    path: string,
    part: { readonly at: number; readonly count: number } | undefined,
    byteLength: number,
    use: (bytes: Uint8Array) => T,
  ): T {
    const [count, offset, stride] = part ? [[BigInt(part.count)], [BigInt(part.at)], [1n]] : [null, null, null];
    return withMemory(this.#library, byteLength, (pointer) => {
      this.#library.get_dataset_data(this.#file, path, count, offset, stride, BigInt(pointer));
      return use(this.#library.HEAPU8.subarray(pointer, pointer + byteLength));
    });
  }
}

import { type ElementType, typeMetadata } from "./element-type.ts";
import { withHalfFloats } from "./half-floats.ts";
import { type Library, withMemory } from "./open-library.ts";

let files = 0;

/** Arrays of more bytes are written in parts of as many, and compressed in chunks of as many. */
const CHUNK_BYTES = 2 ** 20;
/** Arrays of more bytes are compressed. */
const COMPRESSED_FROM = 2 ** 16;
const GZIP = 1;

/** Writes one HDF5 file in memory. Members of a group keep the order in which they are made. */
export class FileWriter {
  readonly #library: Library;
  readonly #compression: number;
  readonly #path: string = `/written-${++files}`;
  readonly #file: bigint;

  /** @param compression gzip level from 1 to 9; 0 for none. */
  constructor(library: Library, compression: number) {
    this.#library = library;
    this.#compression = compression;
    // The format of HDF5 1.8 to 1.10, which every reader in use knows.
    this.#file = library.open(this.#path, library.H5F_ACC_TRUNC, true, library.H5F_LIBVER_V18, library.H5F_LIBVER_V110);
  }

  group(path: string): void {
    this.#library.create_group(this.#file, path, true);
  }

  /** Writes a dataset of one element. */
  scalar(path: string, type: ElementType, bytes: Uint8Array): void {
    this.#whole(bytes, (pointer) => this.#library.create_dataset(this.#file, path, pointer, metadata(type, [])));
  }

  /** Writes an attribute of one element. */
  attribute(path: string, name: string, type: ElementType, bytes: Uint8Array): void {
    this.#whole(bytes, (pointer) =>
      this.#library.create_attribute(this.#file, path, name, pointer, metadata(type, [])),
    );
  }

  /** Writes a dataset of one dimension. */
  array(path: string, type: ElementType, bytes: Uint8Array): void {
    const count = bytes.byteLength / type.size;
    const isCompressed = this.#compression > 0 && bytes.byteLength > COMPRESSED_FROM;
    const perChunk = Math.max(1, Math.floor(CHUNK_BYTES / type.size));
    const layout = isCompressed
      ? { chunks: [BigInt(Math.min(perChunk, count))], compression: GZIP, compression_opts: [this.#compression] }
      : undefined;
    const made = metadata(type, [BigInt(count)], layout);
    if (bytes.byteLength <= CHUNK_BYTES) {
      this.#whole(bytes, (pointer) => this.#create(path, type, pointer, made));
      return;
    }
    this.#createEmpty(path, type, made);
    withMemory(this.#library, perChunk * type.size, (pointer) => {
      // From the end: the file in memory gets its full size at once.
      for (let at = Math.floor((count - 1) / perChunk) * perChunk; at >= 0; at -= perChunk) {
        const part = bytes.subarray(at * type.size, Math.min(count, at + perChunk) * type.size);
        this.#library.HEAPU8.set(part, pointer);
        const size = BigInt(part.byteLength / type.size);
        this.#library.set_dataset_data(this.#file, path, [size], [BigInt(at)], [1n], BigInt(pointer));
      }
    });
  }

  /** Makes a dataset of one dimension for data of more than 1 MiB, and returns its position in the file, where zeros are. */
  reserve(path: string, type: ElementType, byteLength: number): number {
    this.#createEmpty(path, type, metadata(type, [BigInt(byteLength / type.size)]));
    const { streams } = this.#library.FS as unknown as { readonly streams: readonly (OpenFile | null)[] };
    const file = streams.find((each) => each?.path === this.#path) as OpenFile;
    const own = file.stream_ops;
    let position: number | undefined;
    withMemory(this.#library, CHUNK_BYTES, (pointer) => {
      const write: OpenFile["stream_ops"]["write"] = (...place) => {
        const [, , from, length, at] = place;
        if (from !== pointer || length !== CHUNK_BYTES) return own.write(...place);
        position = at;
        return length;
      };
      file.stream_ops = { ...own, write };
      const count = BigInt(CHUNK_BYTES / type.size);
      this.#library.set_dataset_data(this.#file, path, [count], [0n], [1n], BigInt(pointer));
    });
    file.stream_ops = own;
    // The library tells no position, but writes there.
    if (position === undefined) throw new Error("This release of h5wasm writes arrays in another way.");
    return position;
  }

  softLink(path: string, target: string): void {
    this.#library.create_soft_link(this.#file, target, path);
  }

  /** Links to an object of another file, which is not opened. */
  externalLink(path: string, file: string, target: string): void {
    this.#library.create_external_link(this.#file, file, target, path);
  }

  /** Closes the file, and returns its bytes. */
  finish(): Uint8Array<ArrayBuffer> {
    const { FS } = this.#library;
    this.#library.close_file(this.#file);
    const { contents, usedBytes } = FS.analyzePath(this.#path).object as unknown as {
      readonly contents: Uint8Array<ArrayBuffer>;
      readonly usedBytes: number;
    };
    FS.unlink(this.#path);
    return contents.subarray(0, usedBytes);
  }

  #create(path: string, type: ElementType, pointer: bigint, made: DatasetMetadata): void {
    const create = (): number => this.#library.create_dataset(this.#file, path, pointer, made);
    if (type.kind === "float" && type.size === 2) withHalfFloats(this.#library, create);
    else create();
  }

  /** Creates a dataset without data: the library's function also writes, and is given nothing to write. */
  #createEmpty(path: string, type: ElementType, made: DatasetMetadata): void {
    this.#library.deactivate_throwing_error_handler();
    try {
      this.#create(path, type, 0n, made);
    } finally {
      this.#library.activate_throwing_error_handler();
    }
  }

  #whole(bytes: Uint8Array, task: (pointer: bigint) => unknown): void {
    withMemory(this.#library, bytes.byteLength, (pointer) => {
      this.#library.HEAPU8.set(bytes, pointer);
      task(BigInt(pointer));
    });
  }
}

/** File that the library has open. */
interface OpenFile {
  readonly path: string;
  stream_ops: {
    write(stream: unknown, buffer: Uint8Array, from: number, length: number, at: number, canOwn?: boolean): number;
  };
}

type DatasetMetadata = Parameters<Library["create_dataset"]>[3];

function metadata(type: ElementType, shape: bigint[], layout: object = { chunks: null }): DatasetMetadata {
  // A half float is made as a float, see withHalfFloats.
  const made = type.kind === "float" && type.size === 2 ? { ...type, size: 4 } : type;
  return { ...typeMetadata(made), ...layout, shape, maxshape: null, total_size: 1 };
}

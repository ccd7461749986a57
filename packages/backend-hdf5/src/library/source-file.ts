import { createHash } from "node:crypto";
import { closeSync, constants, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import type { FileRange } from "@results-manager/backend-fs";
import { DamagedFile } from "./damaged-file.ts";
import type { Library } from "./open-library.ts";

/** Bytes of an HDF5 file, in memory or on the disk. */
export type Source = Uint8Array | FileRange;

/** Number of bytes that are read while those before them are hashed. */
const PART_BYTES = 2 ** 22;
/** Flags that keep the call from blocking: another kind of file may be in the place of one that has gone. */
const READ = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);
/** Number of an input/output error in the library. */
const EIO = 29;

const readLater = promisify(read);
let files = 0;

/** File in the library's file system. Of one on the disk, the library reads what it needs. */
export class SourceFile {
  /** Another one for each file: the library would take a file that it has open for another one of its name. */
  readonly path: string = `/read-${++files}`;
  readonly byteLength: number;
  readonly #library: Library;
  readonly #disk: DiskFile | undefined;
  #last: { readonly pointer: number; readonly length: number; readonly position: number } | undefined;

  /** @param source bytes are the library's until `remove`. @throws {Error} of the system for a file that cannot be opened. */
  constructor(library: Library, source: Source) {
    this.#library = library;
    this.byteLength = source.byteLength;
    const isInMemory = source instanceof Uint8Array;
    this.#disk = isInMemory ? undefined : { fd: openSync(source.path, READ), start: source.start };
    // The file system takes over the bytes, without a copy.
    library.FS.writeFile(this.path, isInMemory ? source : new Uint8Array(), { canOwn: true } as object);
    if (isInMemory) return;
    const node = this.#node();
    node.usedBytes = source.byteLength;
    node.stream_ops = { ...node.stream_ops, read: (_, ...place) => this.#read(...place) };
  }

  remove(): void {
    if (this.#disk) {
      closeSync(this.#disk.fd);
      this.#node().usedBytes = 0;
    } else this.#library.FS.truncate(this.path, 0); // Frees the memory now.
    this.#library.FS.unlink(this.path);
  }

  /** Position in a file on the disk of the bytes that the library has last read into this part of its memory, if these were all. */
  positionOf(pointer: number, length: number): number | undefined {
    return this.#last?.pointer === pointer && this.#last.length === length ? this.#last.position : undefined;
  }

  /** Reads bytes of a file on the disk and hashes them meanwhile. */
  async readHashed(position: number, into: Uint8Array): Promise<string> {
    const { fd, start } = this.#disk as DiskFile;
    const part = async (at: number): Promise<Uint8Array> => {
      const bytes = into.subarray(at, at + PART_BYTES);
      for (let done = 0; done < bytes.byteLength; ) {
        const place = start + position + at + done;
        const { bytesRead } = await readLater(fd, bytes, done, bytes.byteLength - done, place);
        if (bytesRead === 0) throw new DamagedFile("it ends before its data");
        done += bytesRead;
      }
      return bytes;
    };
    const hash = createHash("sha256");
    let next = part(0);
    for (let at = PART_BYTES; at < into.byteLength; at += PART_BYTES) {
      const bytes = await next;
      next = part(at);
      hash.update(bytes);
    }
    return hash.update(await next).digest("hex");
  }

  #read(buffer: Uint8Array, pointer: number, length: number, position: number): number {
    const { fd, start } = this.#disk as DiskFile;
    const size = Math.min(length, this.byteLength - position);
    if (size <= 0) return 0;
    this.#last = { pointer, length, position };
    try {
      return readSync(fd, buffer, pointer, size, start + position);
    } catch {
      const { ErrnoError } = this.#library.FS as unknown as { readonly ErrnoError: new (code: number) => Error };
      throw new ErrnoError(EIO);
    }
  }

  #node(): FileNode {
    return this.#library.FS.analyzePath(this.path).object as unknown as FileNode;
  }
}

interface DiskFile {
  readonly fd: number;
  /** Position at which the HDF5 file begins. */
  readonly start: number;
}

/** File as the library's file system has it. */
interface FileNode {
  usedBytes: number;
  stream_ops: {
    read(stream: unknown, buffer: Uint8Array, pointer: number, length: number, position: number): number;
  };
}

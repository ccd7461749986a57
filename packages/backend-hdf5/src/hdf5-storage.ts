import { FileStorage, type RecordFormats } from "@results-manager/backend-fs";
import { compareAndSwap } from "@results-manager/core/internal";
import type {
  Awaitable,
  ChangeOutcome,
  FoundRecord,
  Outcome,
  RecordChange,
  RecordWrite,
  Space,
  StorageOptions,
  WriteOutcome,
} from "@results-manager/core/storage";
import { type Hdf5Options, parseHdf5Options } from "./hdf5-options.ts";
import { RecordCodec } from "./record-codec.ts";
import { LostTask } from "./thread/codec-thread.ts";

/** The HDF5 file of a record follows its text, which is the user block of the file. */
const HDF5 = { ending: ".h5", hasBytes: true, isUserBlock: true } as const;
const FORMATS = { values: { ...HDF5, leavesLarge: true }, calls: HDF5 } as const satisfies RecordFormats;

/**
 * A store of files whose values and calls are HDF5 files. Everything else in it, such as results and caches, is stored as `FileStorage` does.
 *
 * @example
 * ```ts
 * registerScheme("hdf5:", (url, options) => new Hdf5Storage(url.slice("hdf5:".length), options));
 * await using calls = await openCalls("hdf5:./data");
 * ```
 */
export class Hdf5Storage extends FileStorage {
  readonly #codec: RecordCodec;

  /** @throws as {@link FileStorage}; {@link RangeError} for an invalid `compression`. */
  constructor(folder: string | URL, options: Hdf5Options & StorageOptions = {}) {
    const { files, compression } = parseHdf5Options(options);
    super(folder, files, FORMATS);
    this.#codec = new RecordCodec(compression);
  }

  override hashShared(
    bytes: Uint8Array<SharedArrayBuffer>,
    parts: Int32Array<SharedArrayBuffer>,
    type: string,
  ): Promise<string> {
    // Sent first, so that the file is written while the thread hashes.
    this.#codec.stage(bytes, type, (content) => this.stage(content));
    return this.#codec.hash(bytes, parts);
  }

  override releaseShared(bytes: Uint8Array<SharedArrayBuffer>): Promise<void> {
    return this.#codec.release(bytes);
  }

  protected override async readRecords(space: Space, keys: readonly string[]): Promise<Outcome<FoundRecord>[]> {
    const found = await super.readRecords(space, keys);
    if (!hasCodec(space)) return found;
    const decoded = await this.#codec.decodeAll(space, found);
    const lost = decoded.flatMap((outcome, i) => (outcome instanceof LostTask ? [i] : []));
    if (lost.length === 0) return decoded;
    const again = await this.readRecords(
      space,
      lost.map((i) => keys[i] as string),
    );
    for (const [k, i] of lost.entries()) decoded[i] = again[k];
    return decoded;
  }

  protected override async writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Promise<Outcome<WriteOutcome>[]> {
    if (!hasCodec(space)) return super.writeRecords(space, writes, now);
    const encoded = await this.#codec.encodeAll(space, writes);
    const ready = encoded.filter((write): write is RecordWrite => !(write instanceof Error));
    const written = await super.writeRecords(space, ready, now);
    const outcomes = encoded.map((write) =>
      write instanceof Error ? write : (written.shift() as Outcome<WriteOutcome>),
    );
    return Promise.all(outcomes.map((outcome) => this.#codec.decodeOutcome(space, outcome)));
  }

  protected override compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Awaitable<Outcome<ChangeOutcome>[]> {
    if (!hasCodec(space)) return super.compareAndSwap(space, changes, now);
    const read = (keys: readonly string[]) => this.readRecords(space, keys);
    const write = (writes: readonly RecordWrite[]) => this.writeRecords(space, writes, now);
    return compareAndSwap({ read, write }, changes, now);
  }
}

function hasCodec(space: Space): space is keyof typeof FORMATS {
  return space in FORMATS;
}

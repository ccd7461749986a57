import { rm } from "node:fs/promises";
import type { FramedContent, UnreadRecord } from "@results-manager/backend-fs";
import { ResultsError, StorageError } from "@results-manager/core";
import { handOver, realTime } from "@results-manager/core/internal";
import {
  type Awaitable,
  type FoundRecord,
  type Outcome,
  type RecordWrite,
  type StoredRecord,
  shouldYield,
  type WriteOutcome,
  yieldToEventLoop,
} from "@results-manager/core/storage";
import type { LinkingSpace } from "./codec/links.ts";
import type { Frame, ReadParts, RecordParts } from "./codec/record-file.ts";
import type { Source } from "./library/source-file.ts";
import { MOVED_FROM } from "./thread/codec-message.ts";
import { CodecError, codecThread, LostTask } from "./thread/codec-thread.ts";

/** Bytes of at least as many that are not compressed do not go through the thread. */
const FRAMED_FROM = 2 ** 21;
/** Files of more bytes hold data that take a noticeable time to receive. */
const RECEIVED_FROM = 2 ** 16;
/** Time in milliseconds for which a frame, which has the second of its making, is used again. */
const FRAME_MS = 5000;
const NO_BYTES = new Uint8Array();

/** Frame of bytes, and the temp file that they were written to, if they could be. */
interface StagedFile {
  readonly frame: Frame;
  readonly path: string | undefined;
}

/** Converts the data of records to HDF5 files, in a thread, and back. */
export class RecordCodec {
  readonly #compression: number;
  #lastFrame:
    | { readonly type: string; readonly byteLength: number; readonly frame: Frame; readonly madeAt: number }
    | undefined;
  /** Files of bytes that are being saved, written before it is known under which digest. */
  readonly #staged = new Map<Uint8Array, Promise<StagedFile | undefined>>();

  constructor(compression: number) {
    this.#compression = compression;
  }

  /** Hashes bytes while they are copied into shared memory. */
  async hash(bytes: Uint8Array<SharedArrayBuffer>, parts: Int32Array<SharedArrayBuffer>): Promise<string> {
    try {
      return (await codecThread.run({ kind: "hash", bytes, parts })) as string;
    } catch (error) {
      throw failure(error, "hash a value");
    }
  }

  /** Begins to write the file of bytes, once they are all there, if they are large and not compressed. */
  stage(
    bytes: Uint8Array,
    type: string,
    write: (content: readonly Uint8Array[]) => Awaitable<string | undefined>,
  ): void {
    if (!this.#isFramed(bytes)) return;
    const staging = this.#frameOf(type, bytes).then(async (frame) => {
      return { frame, path: await write([frame.before, bytes, frame.after]) };
    });
    // What fails here is tried again, and told, when the record is written.
    this.#staged.set(
      bytes,
      staging.catch(() => undefined),
    );
  }

  /** Removes the file of bytes that were not written as a record. */
  async release(bytes: Uint8Array): Promise<void> {
    const staged = await this.#staged.get(bytes);
    this.#staged.delete(bytes);
    if (staged?.path !== undefined) await rm(staged.path, { force: true }).catch(() => {}); // Closing the store removes it, too.
  }

  /** Replaces the data of writes by their files. */
  encodeAll(space: LinkingSpace, writes: readonly RecordWrite[]): Promise<Outcome<RecordWrite>[]> {
    return Promise.all(writes.map((write) => this.#encode(space, write)));
  }

  /** Replaces the files of records by their data; a {@link LostTask} has to be read again. */
  decodeAll(space: LinkingSpace, found: readonly Outcome<FoundRecord>[]): Promise<Outcome<FoundRecord>[]> {
    return Promise.all(found.map((each) => this.#decode(space, each)));
  }

  /** Replaces the file of the record that a write has found. */
  async decodeOutcome(space: LinkingSpace, outcome: Outcome<WriteOutcome>): Promise<Outcome<WriteOutcome>> {
    if (outcome instanceof Error || outcome.written) return outcome;
    const found = await this.#decode(space, outcome.found);
    return found instanceof Error ? found : { written: false, found };
  }

  async #encode(space: LinkingSpace, write: RecordWrite): Promise<Outcome<RecordWrite>> {
    const { data, types, ...content } = write.content;
    if (data instanceof Uint8Array && this.#isFramed(data)) return this.#frame(write, data);
    if (shouldYield()) await yieldToEventLoop(); // Sending takes milliseconds, and follows on making what is sent.
    // A copy that is moved takes a third of the time of one that is made on the way; shared memory needs none.
    const isCopied = data instanceof Uint8Array && !(data.buffer instanceof SharedArrayBuffer);
    const bytes = isCopied ? new Uint8Array(data) : undefined;
    const record = { data: bytes ?? data, types } as RecordParts;
    const transfer = bytes && bytes.byteLength >= MOVED_FROM ? [bytes.buffer] : [];
    try {
      const file = await codecThread.run({ kind: "write", space, record, compression: this.#compression }, transfer);
      return { ...write, content: { ...content, data: file as Uint8Array } };
    } catch (error) {
      if (error instanceof LostTask) return this.#encode(space, write);
      return failure(error, `write '${write.key}' as HDF5`);
    }
  }

  /** Adds the bytes that make a file of large binary data. */
  async #frame(write: RecordWrite, data: Uint8Array): Promise<Outcome<RecordWrite>> {
    const { types, ...content } = write.content;
    try {
      const staged = await this.#staged.get(data);
      const frame = staged?.frame ?? (await this.#frameOf(String(types), data));
      const framed: FramedContent = { ...content, frame, staged: staged?.path };
      return { ...write, content: framed };
    } catch (error) {
      return failure(error, `write '${write.key}' as HDF5`);
    }
  }

  /** Makes the frame of bytes. It takes milliseconds, and differs only by its time from the one before, if that is for as many. */
  async #frameOf(type: string, { byteLength }: Uint8Array): Promise<Frame> {
    const last = this.#lastFrame;
    const isSame = last?.type === type && last.byteLength === byteLength;
    if (isSame && realTime.elapsed() - last.madeAt < FRAME_MS) return last.frame;
    const frame = (await codecThread.run({ kind: "frame", type, byteLength })) as Frame;
    this.#lastFrame = { type, byteLength, frame, madeAt: realTime.elapsed() };
    return frame;
  }

  #isFramed({ byteLength }: Uint8Array): boolean {
    return this.#compression === 0 && byteLength >= FRAMED_FROM;
  }

  async #decode(space: LinkingSpace, found: Outcome<FoundRecord>): Promise<Outcome<FoundRecord>> {
    if (!found || found instanceof Error || found.corrupt !== undefined) return found;
    const source = sourceOf(found);
    try {
      const parts = (await codecThread.run({ kind: "read", space, source })) as ReadParts;
      // What a large file holds was received in this turn, which takes milliseconds: timers come before the rest.
      if (source.byteLength > RECEIVED_FROM) await nextTimers();
      return withData(found, parts);
    } catch (error) {
      if (!(error instanceof CodecError)) return failure(error, "read an HDF5 file");
      const { code } = error.fault;
      if (code === undefined) return { corrupt: error.message, cause: error, revision: found.revision };
      return code === "ENOENT" ? new LostTask() : failure(error, "read an HDF5 file");
    }
  }
}

/** Resolves when timers have run: an immediate would come before them. */
function nextTimers(): Promise<void> {
  return new Promise((resolve) => void realTime.setTimeout(resolve, 0));
}

/** The file of a record, or its place if it was not read. */
function sourceOf(found: StoredRecord | UnreadRecord): Source {
  if ("unread" in found) return found.unread;
  return found.data instanceof Uint8Array ? found.data : NO_BYTES;
}

/** Replaces the file of a record by its data. Its revision is that of the file, which takes time to compute. */
function withData(found: StoredRecord, { data, types, sha256 }: ReadParts): StoredRecord {
  if (data instanceof Uint8Array && sha256 !== undefined) handOver(data, sha256);
  const { modelName, namespace, version, createdAt, updatedAt, expiresAt } = found;
  return {
    ...{ modelName, namespace, version, createdAt, updatedAt, expiresAt },
    ...({ data, types } as Pick<StoredRecord, "data" | "types">),
    get revision() {
      return found.revision;
    },
  };
}

function failure(error: unknown, what: string): Error {
  if (error instanceof ResultsError) return error;
  return new StorageError(`Cannot ${what}: ${(error as Error).message}`, { cause: error });
}

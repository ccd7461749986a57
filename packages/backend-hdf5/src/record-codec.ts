import { ResultsError, StorageError } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import type {
  FoundRecord,
  Outcome,
  RecordContent,
  RecordWrite,
  StoredRecord,
  WriteOutcome,
} from "@results-manager/core/storage";
import type { LinkingSpace } from "./codec/links.ts";
import type { RecordParts } from "./codec/record-file.ts";
import { MOVED_FROM } from "./thread/codec-message.ts";
import { CodecError, codecThread, LostTask } from "./thread/codec-thread.ts";

/** Files of as many bytes are moved into the thread. What is moved is lost if the thread has to be replaced, so that others are copied. */
const FILE_MOVED_FROM = 2 ** 20;
/** Files of more bytes hold data that take a noticeable time to receive. */
const RECEIVED_FROM = 2 ** 16;
const NO_BYTES = new Uint8Array();

/** Converts the data of records to HDF5 files, in a thread, and back. */
export class RecordCodec {
  readonly #compression: number;

  constructor(compression: number) {
    this.#compression = compression;
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
    // A copy that is moved takes a third of the time of one that is made on the way.
    const bytes = data instanceof Uint8Array ? new Uint8Array(data) : undefined;
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

  async #decode(space: LinkingSpace, found: Outcome<FoundRecord>): Promise<Outcome<FoundRecord>> {
    if (!found || found instanceof Error || found.corrupt !== undefined) return found;
    const bytes = found.data instanceof Uint8Array ? found.data : NO_BYTES;
    const size = bytes.byteLength; // 0 once they are moved.
    const isMoved = space === "values" && bytes.byteLength >= FILE_MOVED_FROM && bytes.buffer instanceof ArrayBuffer;
    const transfer = isMoved ? [bytes.buffer as ArrayBuffer] : [];
    try {
      const parts = await codecThread.run({ kind: "read", space, bytes }, transfer);
      // What a large file holds was received in this turn, which takes milliseconds: timers come before the rest.
      if (size > RECEIVED_FROM) await nextTimers();
      return withData(found, parts as Pick<RecordContent, "data" | "types">, isMoved);
    } catch (error) {
      if (error instanceof LostTask) return error;
      if (!(error instanceof CodecError)) return failure(error, "read an HDF5 file");
      return { corrupt: error.message, cause: error, revision: isMoved ? MOVED : found.revision };
    }
  }
}

/** Resolves when timers have run: an immediate would come before them. */
function nextTimers(): Promise<void> {
  return new Promise((resolve) => void realTime.setTimeout(resolve, 0));
}

/** Revision of a value whose file was moved: a value is never replaced, so that none is needed. */
const MOVED = "moved";

/** Replaces the file of a record by its data. Its revision is that of the file, which takes time to compute. */
function withData(found: StoredRecord, parts: Pick<RecordContent, "data" | "types">, isMoved: boolean): StoredRecord {
  const { modelName, namespace, version, createdAt, updatedAt, expiresAt } = found;
  return {
    ...{ modelName, namespace, version, createdAt, updatedAt, expiresAt },
    ...parts,
    get revision() {
      return isMoved ? MOVED : found.revision;
    },
  };
}

function failure(error: unknown, what: string): Error {
  if (error instanceof ResultsError) return error;
  return new StorageError(`Cannot ${what}: ${(error as Error).message}`, { cause: error });
}

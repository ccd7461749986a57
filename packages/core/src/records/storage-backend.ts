import type { CorruptRecord, FoundRecord, RecordContent, Revision } from "./record.ts";
import type { SessionWitness } from "./session-witness.ts";
import type { Space } from "./space.ts";

/** Condition of a write: none, no stored record, or a stored record of the given revision. */
export type WriteCondition = "any" | "absent" | { readonly unchanged: Revision };

/** Write of one record. */
export interface RecordWrite {
  readonly key: string;
  readonly condition: WriteCondition;
  readonly content: RecordContent;
  /** Records that the content refers to. */
  readonly parts?: RecordParts | undefined;
  /** An existing record is confirmed, that is, made durable, since the caller is told that it is stored. */
  readonly confirms?: boolean | undefined;
  /** The caller only asks whether it is written: the outcome need not contain the record that exists. */
  readonly ignoresFound?: boolean | undefined;
}

/**
 * Records that another record refers to. They are written before it, each only if it is absent; if one cannot be written, the other
 * record is not written either. If the medium has transactions, all writes are in one.
 */
export interface RecordParts {
  readonly space: Space;
  /** Parts by level; a part refers only to parts of earlier levels. */
  readonly levels: readonly (readonly PartWrite[])[];
}

/** Write of a part if it is absent. */
export interface PartWrite {
  readonly key: string;
  /** Makes the content; called only if the part is absent. An error becomes the outcome of the write that refers to the part. */
  prepare(): RecordContent;
}

/** Write whose content is made just before it, so that a large batch does not block the event loop. */
export interface LazyWrite {
  readonly key: string;
  readonly condition: WriteCondition;
  /** Records that the content refers to. */
  readonly parts?: RecordParts | undefined;
  /** An existing record is confirmed, that is, made durable, since the caller is told that it is stored. */
  readonly confirms?: boolean | undefined;
  /** The caller only asks whether it is written: the outcome need not contain the record that exists. */
  readonly ignoresFound?: boolean | undefined;
  /** Content, if it is known: then `prepare` is not called. */
  readonly content?: RecordContent | undefined;
  /** Makes the content; called once. An error becomes the outcome of this write. */
  prepare(): RecordContent | Promise<RecordContent>;
}

/** Outcome of a write; if the condition did not hold, with the stored record, unless the write ignores it. */
export type WriteOutcome =
  | { readonly written: true; readonly revision: Revision }
  | { readonly written: false; readonly found: FoundRecord };

/** Change of one record, computed from the stored record. */
export interface RecordChange {
  readonly key: string;
  /**
   * Returns the new content for the stored record, or `undefined` to leave it unchanged; may be called several times. An error becomes the
   * outcome of this change, and nothing is written.
   */
  change(found: ChangeOutcome): RecordContent | undefined;
}

/** Function that returns the new record of a key, given the stored one. It is called again if another writer was faster. */
export type ChangeRecord = (found: FoundRecord) => RecordContent | Promise<RecordContent>;

/** Stored content after a change. */
export type ChangeOutcome = RecordContent | CorruptRecord | undefined;

/** Removal of one record. */
export interface RecordRemoval {
  readonly key: string;
  /** Condition of the removal: none, an expired record, or a record of the given revision. */
  readonly condition: "any" | "expired" | { readonly unchanged: Revision };
}

/** Range of the keys of a scan. */
export interface ScanRange {
  /** Only this key and the keys below it, by whole segments. All keys by default. */
  readonly prefix?: string | undefined;
  /** Only keys that begin with this text. */
  readonly startsWith?: string | undefined;
  /** Only keys after this one. */
  readonly after?: string | undefined;
  /** Maximum number of keys. */
  readonly limit?: number | undefined;
  /** Yields the keys of expired records instead of valid ones. */
  readonly expired?: boolean | undefined;
  /**
   * Returns for a key the least later one that is of interest. A medium that finds a key without going through those before it may leave out the
   * keys between.
   */
  readonly next?: ((key: string) => string) | undefined;
  /** Told of the keys that were left out behind a key, before that key is yielded. Without it, they are not counted. */
  readonly noteSkipped?: ((key: string, count: number) => void) | undefined;
}

/** Range of the keys whose records are removed. */
export interface RemovalRange extends Pick<ScanRange, "prefix" | "startsWith"> {
  /** Removes only expired records. */
  readonly expired?: boolean | undefined;
}

/** Capabilities of a medium. Shared code and the conformance suite depend on them, never on the class. */
export interface StorageSupports {
  /** Written records can be read. False only for the void medium. */
  readonly retains: boolean;
  /** Records survive closing and reopening the store. */
  readonly persistent: boolean;
  /** Several processes can use the store at the same time. */
  readonly crossProcess: boolean;
  /** `writeTogether` writes all records or none. False by default. */
  readonly atomicWrites?: boolean;
  /**
   * A readable record may be less durable than the store promises, because another open store wrote it: it is confirmed before a caller
   * is told that it is stored. False by default.
   */
  readonly confirms?: boolean;
  /** The medium itself keeps a space exactly within its bounds. False by default. */
  readonly evicts?: boolean;
  /** The medium answers synchronously, so that an idle store need not queue an operation. False by default. */
  readonly synchronous?: boolean;
  /** Maximum number of operations in one call of the medium. */
  readonly batchSize: number;
  /**
   * Maximum number of reads in one call of the medium; 64 by default, so that the records are still in the CPU cache when they are
   * validated.
   */
  readonly readsTogether?: number;
  /** Maximum number of batches that the medium carries out at the same time, over disjoint keys. 1 by default. */
  readonly concurrency?: number;
}

/**
 * Storage primitive that every medium implements, and on which results, caches, values and calls are built.
 *
 * All operations take batches; each item has its own outcome, in the order of the calls. Expired records count as absent.
 */
export interface StorageBackend extends AsyncDisposable {
  readonly supports: StorageSupports;
  /** Witness of the open stores of this medium, if it has one. */
  readonly sessions?: SessionWitness | undefined;
  /** Reads records, in the order of `keys`. */
  read(space: Space, keys: readonly string[]): Promise<readonly FoundRecord[]>;
  /** Tells for each key whether a record is stored, even a corrupt one. */
  has(space: Space, keys: readonly string[]): Promise<readonly boolean[]>;
  /** Writes records, each atomically. */
  write(space: Space, writes: readonly (RecordWrite | LazyWrite)[]): Promise<readonly WriteOutcome[]>;
  /** Writes records whose conditions are `any`: all or none if `supports.atomicWrites` is true, else one by one. */
  writeTogether(space: Space, writes: readonly RecordWrite[]): Promise<void>;
  /** Changes records, each atomically; returns the stored content after each change. */
  change(space: Space, changes: readonly RecordChange[]): Promise<readonly ChangeOutcome[]>;
  /** Removes records; tells for each whether it existed. */
  remove(space: Space, removals: readonly RecordRemoval[]): Promise<readonly boolean[]>;
  /** Makes existing records as durable as written ones. */
  confirm(space: Space, keys: readonly string[]): Promise<void>;
  /** Yields pages of keys in code-point order, in bounded memory. A key that exists from start to end is yielded exactly once. */
  scan(space: Space, range?: ScanRange): AsyncIterable<readonly string[]>;
  /** Tells whether a space holds any record, expired or not; makes nothing. */
  holds(space: Space): Promise<boolean>;
  /**
   * Removes all records of the range, including expired ones; returns the number of those that had not expired. Of a range of expired
   * records, returns the number of these; other operations may run meanwhile.
   */
  wipe(space: Space, range?: RemovalRange): Promise<number>;
  /** Location of a record on the medium, such as a file or a row, for messages. */
  locate(space: Space, key: string): string;
  /** Waits for pending operations; later ones are rejected. Closing again is a no-op. */
  close(): Promise<void>;
}

import type { CorruptRecord, FoundRecord, RecordContent, Revision } from "./record.ts";
import type { SessionWitness } from "./session-witness.ts";

/**
 * A set of keys of its own inside one store: nothing in one space is seen from another. Keys are canonical ids; those of the spaces of
 * a cache are any well-formed text that is not empty, see {@link takesAnyText}.
 */
export type Space = "results" | "leases" | CacheSpace | DigestSpace | "value_aliases" | "call_leases" | "journal";

/** The entries of a cache, the generations of its tags, and the leases of what is being computed. */
export type CacheSpace = "cache" | "cache_tags" | "cache_leases";

/** Values and calls: their keys are digests. */
export type DigestSpace = "values" | "calls";

/** Tells whether the keys of a space are digests: there may be very many, and none has a segment. */
export function takesDigests(space: Space): space is DigestSpace {
  return space === "values" || space === "calls";
}

/** Tells whether the keys of a space may be any text: media that make names of keys encode those. */
export function takesAnyText(space: Space): boolean {
  return space === "cache" || space === "cache_tags" || space === "cache_leases";
}

/** Tells whether a space holds leases: they go with the processes that hold them. */
export function takesLeases(space: Space): boolean {
  return space === "leases" || space === "cache_leases" || space === "call_leases";
}

/** What a write asks of what stands there: nothing, that nothing stands there, or that it is still the record once read. */
export type WriteCondition = "any" | "absent" | { readonly unchanged: Revision };

/** One record to be written. */
export interface RecordWrite {
  readonly key: string;
  readonly condition: WriteCondition;
  readonly content: RecordContent;
  /** What it refers to. */
  readonly parts?: RecordParts | undefined;
  /** A record that is there already is confirmed: the caller is told that it is stored. */
  readonly confirms?: boolean | undefined;
}

/**
 * Records that another one refers to. They are written before it, each only where nothing is; where one cannot be written, neither is
 * the other. Where the medium has transactions, all of it is one.
 */
export interface RecordParts {
  readonly space: Space;
  /** The parts of a level refer to those of the levels before alone. */
  readonly levels: readonly (readonly PartWrite[])[];
}

/** A part that is to be there. */
export interface PartWrite {
  readonly key: string;
  /** Called when it is not there. What it throws is the outcome of the write that it is a part of. */
  prepare(): RecordContent;
}

/** A write whose content is worked out when its turn comes, so that a large batch does not block the event loop. */
export interface LazyWrite {
  readonly key: string;
  readonly condition: WriteCondition;
  /** What it refers to. */
  readonly parts?: RecordParts | undefined;
  /** A record that is there already is confirmed: the caller is told that it is stored. */
  readonly confirms?: boolean | undefined;
  /** Called once. What it throws is the outcome of this write. */
  prepare(): RecordContent | Promise<RecordContent>;
}

/** Whether a write took place; where its condition did not hold, what stood there. */
export type WriteOutcome =
  | { readonly written: true; readonly revision: Revision }
  | { readonly written: false; readonly found: FoundRecord };

/** A change of one record to what follows from what stands there. */
export interface RecordChange {
  readonly key: string;
  /**
   * Called with what stands there, perhaps several times; returns what shall, or `undefined` to leave it. What it throws is the outcome of
   * this change, which then changes nothing.
   */
  change(found: ChangeOutcome): RecordContent | undefined;
}

/** What stands where a record was to be changed, once it was. */
export type ChangeOutcome = RecordContent | CorruptRecord | undefined;

/** One record to be removed. */
export interface RecordRemoval {
  readonly key: string;
  /** Whatever stands there; only what has expired; or only the record once read. */
  readonly condition: "any" | "expired" | { readonly unchanged: Revision };
}

/** Which keys a scan yields. */
export interface ScanRange {
  /** The key itself and what lies below it, by whole segments. Everything unless given. */
  readonly prefix?: string | undefined;
  /** Only keys that begin with this text. */
  readonly startsWith?: string | undefined;
  /** Only keys behind this one. */
  readonly after?: string | undefined;
  /** At most so many. */
  readonly limit?: number | undefined;
  /** Records that have expired instead of those that live. */
  readonly expired?: boolean | undefined;
}

/** What a medium can do. Shared code and the conformance suite go by this, never by the class. */
export interface StorageSupports {
  /** What is written can be read. Only the void medium says no. */
  readonly retains: boolean;
  /** What is written is there when the store is opened again. */
  readonly persistent: boolean;
  /** Several processes may use the store at once. */
  readonly crossProcess: boolean;
  /** Several records can be written together: all of them or none. No unless told. */
  readonly transactions?: boolean;
  /**
   * A record that can be read may be less durable than the store promises, since another store wrote it: it is confirmed before a caller is
   * told that it is stored. No unless told.
   */
  readonly confirms?: boolean;
  /** It keeps a space within its bounds by itself, exactly. No unless told. */
  readonly evicts?: boolean;
  /** How many operations are handed to the medium at once. */
  readonly batchSize: number;
  /**
   * How many reads are handed to the medium at once; 64 unless told: few enough that what was read is still in the processor's cache when
   * it is validated.
   */
  readonly readsTogether?: number;
}

/**
 * The one primitive every medium implements and every face stands on.
 *
 * All of it is batch first, each item with its own outcome, in the order of the calls. Expired records are absent.
 */
export interface StorageBackend extends AsyncDisposable {
  readonly supports: StorageSupports;
  /** Tells which stores of this medium are open, where it can. */
  readonly sessions?: SessionWitness | undefined;
  /** Reads records, in the order of `keys`. */
  read(space: Space, keys: readonly string[]): Promise<readonly FoundRecord[]>;
  /** Tells which keys hold a record, a corrupt one too. */
  has(space: Space, keys: readonly string[]): Promise<readonly boolean[]>;
  /** Writes records, each atomically: whole or not at all. */
  write(space: Space, writes: readonly (RecordWrite | LazyWrite)[]): Promise<readonly WriteOutcome[]>;
  /** Writes records without conditions, together: all of them or none where `supports.transactions` says so, else one by one. */
  writeTogether(space: Space, writes: readonly RecordWrite[]): Promise<void>;
  /** Changes records, each atomically; for each, what stands there then. */
  change(space: Space, changes: readonly RecordChange[]): Promise<readonly ChangeOutcome[]>;
  /** Removes records; tells which were there. */
  remove(space: Space, removals: readonly RecordRemoval[]): Promise<readonly boolean[]>;
  /** Makes records that are there as durable as those that are written. */
  confirm(space: Space, keys: readonly string[]): Promise<void>;
  /** Yields keys in code-point order, in pages, in bounded memory. Keys there from start to end come exactly once. */
  scan(space: Space, range?: ScanRange): AsyncIterable<readonly string[]>;
  /** Removes every record of the range, expired ones too; returns how many lived. */
  wipe(space: Space, range?: Pick<ScanRange, "prefix" | "startsWith">): Promise<number>;
  /** Says where the medium holds a record, for messages: a file, a row. */
  locate(space: Space, key: string): string;
  /** Waits for what was accepted, then refuses everything. Closing again is a no-op. */
  close(): Promise<void>;
}

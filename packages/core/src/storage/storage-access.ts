import type { ScanRange, Space } from "../records/storage-backend.ts";
import type { RecordUsage, SyncRecords } from "../records/usage.ts";
import type { Input, Kind, PendingItem } from "../scheduling/batch.ts";
import type { RecordIndex } from "./record-index.ts";
import type { OperationIntent, OperationOptions, StorageBase } from "./storage-base.ts";

/** Protected operations of a storage, for faces implemented by composition. */
export interface StorageAccess {
  readonly storage: StorageBase;
  /** Greatest depth of a child that is stored within its parent; `StorageBase.inlineDepth`. */
  readonly inlineDepth: number;
  /** Index of the medium, if it has one; `StorageBase.recordIndex`. */
  readonly recordIndex: RecordIndex | undefined;
  /** Carries out a call that accesses the medium several times. Closing waits for the last access. */
  accept<T>(task: () => Promise<T>): Promise<T>;
  /** Carries out a part of an accepted call. Closing waits for it too. */
  track<T>(task: () => Promise<T>): Promise<T>;
  /** True if operations can be carried out synchronously; `StorageBase.canBypassQueue`. */
  readonly canBypassQueue: boolean;
  /** Throws once the storage is closing; `StorageBase.assertAccepting`. */
  assertAccepting(): void;
  /** Yields the pages of a listing; `StorageBase.listing`. */
  listing<T>(pages: AsyncIterable<T>): AsyncGenerator<T, void, undefined>;
  /** Wraps an operation in the locks of the storage. */
  operation<T>(
    keys: readonly string[],
    intent: OperationIntent,
    task: () => Promise<T>,
    options?: OperationOptions,
  ): Promise<T>;
  /** Carries out a call that accesses the medium once, for one key. */
  performOne<K extends Kind>(kind: K, space: Space, key: string, item: Input<K>): PendingItem<K>;
  /** Returns the records of a space for synchronous access; `StorageBase.syncRecords`. */
  syncRecords(space: Space): SyncRecords | undefined;
  /** Yields size and time of last use of every record. */
  uses(space: Space): AsyncIterable<readonly RecordUsage[]>;
  /** Records that entries were used. */
  noteUses(space: Space, keys: readonly string[], now: number): Promise<void>;
  /** Returns unused space to the operating system; `MediumHooks.releaseSpace`. */
  releaseSpace(isThorough: boolean): Promise<number>;
  /** Returns all keys of a range, in order. */
  listKeys(space: Space, range: ScanRange): Promise<string[]>;
}

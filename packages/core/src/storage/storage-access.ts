import type { ScanRange, Space } from "../records/storage-backend.ts";
import type { RecordUsage, SyncRecords } from "../records/usage.ts";
import type { Input, Kind, Place } from "../scheduling/batch.ts";
import type { RecordIndex } from "./record-index.ts";
import type { OperationIntent, OperationOptions, StorageBase } from "./storage-base.ts";

/** What a storage lends to a face that stands beside it instead of being mixed in. */
export interface StorageAccess {
  readonly storage: StorageBase;
  /** See `StorageBase.inlineDepth`. */
  readonly inlineDepth: number;
  /** See `StorageBase.recordIndex`. */
  readonly recordIndex: RecordIndex | undefined;
  /** Carries out a call that asks the medium several times: closing waits for the last. */
  accept<T>(task: () => Promise<T>): Promise<T>;
  /** Carries out a part of what was accepted: closing waits for it, too. */
  track<T>(task: () => Promise<T>): Promise<T>;
  /** See `StorageBase.canBypassQueue`. */
  readonly canBypassQueue: boolean;
  /** See `StorageBase.assertAccepting`. */
  assertAccepting(): void;
  /** See `StorageBase.listing`. */
  listing<T>(pages: AsyncIterable<T>): AsyncGenerator<T, void, undefined>;
  /** Wraps an operation in the locks of the storage. */
  operation<T>(
    keys: readonly string[],
    intent: OperationIntent,
    task: () => Promise<T>,
    options?: OperationOptions,
  ): Promise<T>;
  /** Takes a call that asks the medium once, about one key. */
  performOne<K extends Kind>(kind: K, space: Space, key: string, item: Input<K>): Place<K>;
  /** See `StorageBase.syncRecords`. */
  syncRecords(space: Space): SyncRecords | undefined;
  /** What every record takes, and when it was last used. */
  uses(space: Space): AsyncIterable<readonly RecordUsage[]>;
  /** Notes that records were used. */
  noteUses(space: Space, keys: readonly string[], now: number): Promise<void>;
  /** See `MediumHooks.releaseSpace`. */
  releaseSpace(isThorough: boolean): Promise<number>;
  /** All keys of a range, in order. */
  listKeys(space: Space, range: ScanRange): Promise<string[]>;
}

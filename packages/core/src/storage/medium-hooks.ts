import type { FoundRecord } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type {
  ChangeOutcome,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  RemovalRange,
  ScanRange,
  StorageSupports,
  WriteOutcome,
} from "../records/storage-backend.ts";
import type { RecordUsage } from "../records/usage.ts";
import type { WriteGroup } from "../scheduling/atomic-writes.ts";
import type { Outcome } from "../scheduling/batch.ts";
import type { Awaitable, Transactions } from "../scheduling/group-commit.ts";
import { compareAndSwap } from "./algorithms/compare-and-swap.ts";
import { presenceOf, usagesOf } from "./algorithms/examine-records.ts";
import { removeScanned } from "./algorithms/remove-scanned.ts";
import { writeGroups } from "./algorithms/write-groups.ts";
import type { IndexedModel, Lookup, LookupPlan } from "./lookup-plan.ts";
import type { RecordIndex } from "./record-index.ts";
import { StoreHooks } from "./store-hooks.ts";

/**
 * Hooks of a medium: four are abstract, the others have defaults that a medium can override.
 *
 * Arguments are validated and batched. Hooks are never called after `close()`. While another call is running, a page of a listing may be
 * requested, unless the medium has `transactions`, and a medium that supports `concurrency` is called with other keys. Hooks return results or
 * a promise of them; an `Error` in place of an item's result fails only that item.
 *
 * The contract, which `describeStorage` of `@results-manager/testing` tests and docs/design/storage.md explains: a write passes on the
 * `createdAt` of the record that it replaces, unless that has expired or is damaged. An expired record counts as absent for each condition of a
 * write; only `readRecords` returns it, `scanKeys` with `expired` lists it, and removals remove it. Damaged records exist, never expire, and
 * are read as `CorruptRecord`. Data is a `Uint8Array` only in the space `values`, and is read back as one. Written data belongs to the caller
 * again once the write is done; read data belongs to the reader. A resolved write is visible to every later read, through each open store,
 * and survives the end of the process if the medium is `persistent`; power failures are a matter of its options. A rejected write may have
 * taken effect, but never by half a record.
 */
export abstract class MediumHooks extends StoreHooks {
  abstract readonly supports: StorageSupports;
  /** Reads the record of each key, including expired ones; `undefined` for a key that has none. A key may be repeated. */
  protected abstract readRecords(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]>;

  /**
   * Writes each record whose condition holds at `now`, atomically; see `allowsWrite` and `unlessExpired`. Writes of one key follow each other
   * in their order. A refused write gives the record that refused it, unless it has expired.
   */
  protected abstract writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Awaitable<readonly Outcome<WriteOutcome>[]>;

  /**
   * Removes each record whose condition holds at `now`, and tells whether it did; see `allowsRemoval`. With `any`, an expired record is removed
   * too, but counts as absent.
   */
  protected abstract removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]>;

  /**
   * Yields the keys of the range in code-point order, in pages of any size. A page is requested only after the one before was yielded, and
   * the reader may stop.
   *
   * A key that has a record from start to end is yielded exactly once. A key that is written, removed or expires meanwhile may be skipped or
   * yielded; files that are not records are skipped. `after` need not be a key of the range or have a record.
   */
  protected abstract scanKeys(
    space: Space,
    range: ScanRange,
    now: number,
  ): AsyncIterable<readonly string[]> | Iterable<Awaitable<readonly string[]>>;

  /**
   * Greatest depth of a child that is stored within its parent; deeper children are stored as records of their own. Scalars and empty
   * containers have depth 0. By default nothing is split.
   */
  get inlineDepth(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** Index for finding and moving calls, for media that have one. */
  get recordIndex(): RecordIndex | undefined {
    return undefined;
  }

  /**
   * Plans how to find the results of a query without looking at all records, for media that can; `undefined` by default: then all records of
   * the range are read. Core decides about each candidate, so a plan may find too many, never too few.
   */
  protected planLookup(_lookup: Lookup, _now: number): Awaitable<LookupPlan | undefined> {
    return undefined;
  }

  /**
   * Makes the indexes of a model that do not exist yet, for media that have some. Called outside of the queue, once per model; an implementation
   * queues each of its accesses to the medium as an exclusive task.
   */
  protected async makeIndexes(_model: IndexedModel): Promise<void> {}

  /** Tells which keys have an unexpired record. A medium that can do this without reading the records overrides it. */
  protected hasRecords(space: Space, keys: readonly string[], now: number): Awaitable<readonly Outcome<boolean>[]> {
    const found = this.readRecords(space, keys);
    return found instanceof Promise ? found.then((read) => presenceOf(read, now)) : presenceOf(found, now);
  }

  /**
   * Changes records, each atomically, starting from the record that is unexpired at `now`; see `applyChanges`. The default uses conditional
   * writes.
   */
  protected compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Awaitable<readonly Outcome<ChangeOutcome>[]> {
    const read = (keys: readonly string[]) => this.readRecords(space, keys);
    const write = (writes: readonly RecordWrite[]) => this.writeRecords(space, writes, now);
    return compareAndSwap({ read, write }, changes, now);
  }

  /**
   * Makes existing records as durable as the store promises; called only for media that support `confirms`. Missing records are skipped.
   */
  protected confirmRecords(_space: Space, keys: readonly string[]): Awaitable<readonly Outcome<undefined>[]> {
    return keys.map(() => undefined);
  }

  /** Records that entries were used at `now`, for `listUses`. For a medium that does not record this, the time of the last write counts. */
  protected noteUses(_space: Space, _keys: readonly string[], _now: number): Awaitable<void> {}

  /** Yields size and time of last use of every record of a space, in pages and in any order, including expired records. */
  protected async *listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    for (const expired of [false, true]) {
      for await (const keys of this.scanKeys(space, { expired }, this.clock.now())) {
        yield usagesOf(keys, await this.readRecords(space, keys));
      }
    }
  }

  /** Tells whether `removeRange` may remove an unexpired record. Media with directories that users put files into check more closely. */
  protected isOwn(_space: Space, _key: string): boolean {
    return true;
  }

  /**
   * Removes the records of a range, including expired ones, in parts of limited duration, and yields the number of records that each part
   * has removed: unexpired ones, or expired ones for a range of these. The default removes the keys of a scan.
   */
  protected removeRange(
    space: Space,
    range: RemovalRange,
    now: number,
  ): AsyncIterable<number> | Iterable<Awaitable<number>> {
    return removeScanned(
      {
        scan: (scanned) => this.scanKeys(space, scanned, now),
        remove: (removals) => this.removeRecords(space, removals, now),
        isOwn: (key) => this.isOwn(space, key),
      },
      range,
    );
  }

  /**
   * Writes groups of records regardless of their conditions: all or none if the medium supports `atomicWrites`. Called when no other
   * operation is running. The default writes them in batches, within `transactions` if there are any.
   */
  protected writeAtomically(groups: readonly WriteGroup[], now: number): Awaitable<void> {
    const write = (space: Space, writes: readonly RecordWrite[]) => this.writeRecords(space, writes, now);
    const { batchSize } = this.supports;
    return writeGroups({ batchSize, transactions: this.transactions, write }, groups);
  }

  /** Transactions that let the batches that wait at the same time take effect together, for media that have them. */
  protected get transactions(): Transactions | undefined {
    return undefined;
  }
}

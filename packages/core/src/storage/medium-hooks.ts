import { parseTime } from "../codec/built-ins.ts";
import { defaultRegistry, type ModelRegistry } from "../models/model-registry.ts";
import { unlessExpired } from "../records/expiry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { SessionWitness } from "../records/session-witness.ts";
import type {
  ChangeOutcome,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  ScanRange,
  Space,
  StorageSupports,
  WriteOutcome,
} from "../records/storage-backend.ts";
import { bytesOf, type RecordUsage, type SpaceBounds, type SyncRecords } from "../records/usage.ts";
import type { Outcome } from "../scheduling/batch.ts";
import type { Awaitable, Transactions } from "../scheduling/group-commit.ts";
import { type Clock, systemClock } from "../time/clock.ts";
import { compareAndSwap } from "./algorithms/compare-and-swap.ts";
import type { RecordIndex } from "./record-index.ts";

/** What every backend takes. */
export interface StorageOptions {
  /** Where stored names become models again; the default registry unless given. */
  readonly registry?: ModelRegistry;
  /** Where the time comes from; the machine's clock unless given. */
  readonly clock?: Clock;
}

/**
 * What a medium gives: the four abstract hooks, and whatever else it does better than the defaults here.
 *
 * Hooks get final arguments, batched, never two at a time, and never after `close()`. They may answer at once or with a
 * promise; an `Error` in place of an item's result fails that item alone.
 */
export abstract class MediumHooks {
  abstract readonly supports: StorageSupports;
  readonly #registry: ModelRegistry;
  readonly #clock: Clock;

  constructor({ registry = defaultRegistry, clock = systemClock }: StorageOptions = {}) {
    this.#registry = registry;
    this.#clock = clock;
  }

  /** Reads what stands under each key, expired or not. */
  protected abstract readRecords(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]>;

  /** Writes each record whose condition holds at `now`, atomically; see `allowsWrite` and `unlessExpired`. */
  protected abstract writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Awaitable<readonly Outcome<WriteOutcome>[]>;

  /** Removes each record whose condition holds at `now`; with `any`, one that had expired goes too but does not count. */
  protected abstract removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]>;

  /** Yields the keys of the range in code-point order, in pages; asked for the next one when it has given the one before. */
  protected abstract scanKeys(
    space: Space,
    range: ScanRange,
    now: number,
  ): AsyncIterable<readonly string[]> | Iterable<Awaitable<readonly string[]>>;

  /**
   * How deep a child of a value may be to be kept within its parent: 0 for scalars and empty containers alone. Deeper ones are
   * records of their own. Nothing is split unless a mixin says so.
   */
  protected get inlineDepth(): number {
    return Number.POSITIVE_INFINITY;
  }

  /** How a medium finds and moves calls by itself; none unless it can. */
  protected get recordIndex(): RecordIndex | undefined {
    return undefined;
  }

  /** Tells which keys hold a record that has not expired. A medium that need not read them for this overrides it. */
  protected hasRecords(space: Space, keys: readonly string[], now: number): Awaitable<readonly Outcome<boolean>[]> {
    const there = (found: readonly Outcome<FoundRecord>[]): readonly Outcome<boolean>[] =>
      found.map((record) => (record instanceof Error ? record : unlessExpired(record, now) !== undefined));
    const found = this.readRecords(space, keys);
    return found instanceof Promise ? found.then(there) : there(found);
  }

  /**
   * Changes records, each atomically, to what follows from what lives there at `now`; see `applyChanges`. By conditional writes, unless
   * a medium knows a better way.
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

  /** Makes records that are there as durable as the store promises; asked of a medium only that `confirms`. One that is gone needs nothing. */
  protected confirmRecords(_space: Space, keys: readonly string[]): Awaitable<readonly Outcome<undefined>[]> {
    return keys.map(() => undefined);
  }

  /** Notes that records were used at `now`, for `listUses`. A medium that keeps no such note goes by when they were written. */
  protected noteUses(_space: Space, _keys: readonly string[], _now: number): Awaitable<void> {}

  /** Yields what every record of a space takes, and when it was last used, in pages, in any order; expired ones too. */
  protected async *listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    for (const expired of [false, true]) {
      for await (const keys of this.scanKeys(space, { expired }, this.#clock.now())) {
        const found = await this.readRecords(space, keys);
        yield found.flatMap((record, i): RecordUsage[] => {
          if (!record || record instanceof Error || record.corrupt !== undefined) return [];
          const key = keys[i] as string;
          const usedAt = parseTime(record.updatedAt);
          return [{ key, bytes: bytesOf(key, record), usedAt, expiresAt: record.expiresAt }];
        });
      }
    }
  }

  /** How much a space may hold; a face says so. A medium that `evicts` keeps to it by itself. */
  protected boundsOf(_space: Space): SpaceBounds {
    return {};
  }

  /** Called by a medium that `evicts` when it has. */
  protected onEviction(_space: Space): void {}

  /** The records of a space themselves, while nothing is queued that comes before: a medium in memory needs no promise then. */
  protected syncRecords(_space: Space): SyncRecords | undefined {
    return undefined;
  }

  /** Tells whether what stands under a key may be cleared: media that people put files into look more closely. */
  protected isOwn(_space: Space, _key: string): boolean {
    return true;
  }

  /** How a medium makes the operations of one turn take effect together; media without transactions have none. */
  protected get transactions(): Transactions | undefined {
    return undefined;
  }

  /**
   * Gives back to the system what the store takes and nothing uses, and returns how many bytes: all of it when `isThorough`, else what
   * costs little. Called outside of the queue: what asks the medium is run alone, a part at a time.
   */
  protected async releaseSpace(_isThorough: boolean): Promise<number> {
    return 0;
  }

  /** Frees what the medium holds. */
  protected async closeStorage(): Promise<void> {}

  /** How other processes see whether this store is open; they cannot unless a medium says how. */
  get sessions(): SessionWitness | undefined {
    return undefined;
  }

  /** Where stored names become models again. */
  get registry(): ModelRegistry {
    return this.#registry;
  }

  /** Where the time comes from. */
  get clock(): Clock {
    return this.#clock;
  }

  locate(space: Space, key: string): string {
    return `${space} '${key}'`;
  }
}

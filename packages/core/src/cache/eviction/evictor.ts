import { isExpired } from "../../records/expiry.ts";
import type { RecordContent } from "../../records/record.ts";
import { bytesOf, type RecordUsage } from "../../records/usage.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Clock } from "../../time/clock.ts";
import type { CacheBounds } from "../async-cache-backend.ts";
import { AccessLog } from "./access-log.ts";
import { type Holding, minus, NOTHING, plus } from "./holding.ts";
import { WriteAdmission } from "./write-admission.ts";

/** Amount by which pending writes may exceed the limits, as a share and in entries, until the next scan of the store. */
const SLACK = 0.1;
const SLACK_ENTRIES = 64;
/** Share of the limits to which a full store is reduced, so that one scan serves many writes. */
const KEPT = 0.9;
/**
 * Share of the limits that may be written before the next scan, even if the store seems to have space: other processes may have written as
 * much.
 */
const UNSEEN = 0.1;
/** Greatest overhead of an entry besides key and value: an estimate, corrected by each scan of the store. */
const OVERHEAD_BYTES = 300;
/** Greatest expected difference between the clocks of processes that share a store. */
const CLOCKS_DIFFER_MS = 60_000;

/** Store in which an evictor works. */
export interface Evictable {
  readonly clock: Clock;
  /** Writes the times of use of entries. */
  noteUses(keys: readonly string[], now: number): Promise<void>;
  /** Yields all entries, in any order. */
  uses(): AsyncIterable<readonly RecordUsage[]>;
  /** Removes entries. */
  evict(keys: readonly string[]): Promise<void>;
}

/**
 * Keeps a store within its limits. When it may be full, it is scanned, and expired entries are removed first, then the least recently used
 * ones.
 */
export class Evictor {
  readonly #store: Evictable;
  readonly #bounds: CacheBounds;
  readonly #notes: AccessLog;
  /** Size of the store at the last scan; unknown until the first write. */
  #held: Holding | undefined;
  /** Size of the writes of this process since the last scan. */
  #since = NOTHING;
  #sweeping: Promise<void> | undefined;
  readonly #admission = new WriteAdmission({
    fits: (size) => this.#hasSlack(size),
    makeRoom: (size) => this.#makeRoom(size),
  });

  constructor(store: Evictable, bounds: CacheBounds) {
    this.#store = store;
    this.#bounds = bounds;
    this.#notes = new AccessLog(store.clock, (keys, now) => store.noteUses(keys, now));
  }

  /** Records the use of an entry. */
  used(key: string): void {
    this.#notes.note(key);
  }

  /** Writes pending access times before the storage is closed. */
  close(): void {
    void this.#notes.flush();
  }

  /** Returns the size of writes. */
  sizeOf(writes: Iterable<{ readonly key: string; readonly content: Pick<RecordContent, "data"> }>): Holding {
    let size = NOTHING;
    const countsBytes = this.#bounds.maxBytes !== undefined;
    for (const { key, content } of writes) {
      size = plus(size, { entries: 1, bytes: countsBytes ? bytesOf(key, content) + OVERHEAD_BYTES : 0 });
    }
    return size;
  }

  /**
   * Carries out a write of a given size when there is space for it, and waits until the store is within its limits again.
   *
   * @param hasAdded Tells whether the write has taken space.
   */
  async within<T>(size: Holding, write: () => Promise<T>, hasAdded: (outcome: T) => boolean): Promise<T> {
    await this.#admission.enter(size);
    let takesRoom = true; // A failed write may have written a part.
    let outcome: T;
    try {
      outcome = await write();
      takesRoom = hasAdded(outcome);
    } finally {
      if (takesRoom) this.#since = plus(this.#since, size);
      this.#admission.leave(size);
    }
    if (takesRoom) await this.#tidy();
    return outcome;
  }

  /** Returns the writes of a batch that fit into the store together, starting from the last: others would be evicted immediately. */
  fitting<W extends { readonly key: string; readonly content: Pick<RecordContent, "data"> }>(
    writes: readonly W[],
  ): readonly W[] {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#bounds;
    const kept: W[] = [];
    let held = NOTHING;
    for (const write of writes.toReversed()) {
      const next = plus(held, this.sizeOf([write]));
      // The overhead is only an estimate: a single entry is refused only if its value alone is too large.
      const fits =
        kept.length === 0 ? next.bytes - OVERHEAD_BYTES <= maxBytes : this.#fits(next.entries, next.bytes, 1);
      if (!fits) continue;
      held = next;
      kept.push(write);
    }
    return kept.reverse();
  }

  async #tidy(): Promise<void> {
    // A scan that is already running may have missed this write: then scan once more.
    for (let looks = 0; looks < 2 && !this.#hasRoom(); looks++) {
      await this.#look();
    }
  }

  async #makeRoom(size: Holding): Promise<void> {
    await this.#sweeping;
    // A write that would fill the store alone is evicted immediately, and must not evict others.
    if (!this.#hasSlack(size)) await this.#look(this.#fits(size.entries, size.bytes, 1) ? size : NOTHING);
  }

  /** Scans the store, or joins a running scan. */
  #look(coming?: Holding): Promise<void> {
    this.#sweeping ??= this.#sweep(coming).finally(() => {
      this.#sweeping = undefined;
    });
    return this.#sweeping;
  }

  #hasSlack(size: Holding, held = this.#held && plus(this.#held, this.#since)): boolean {
    const { maxEntries, maxBytes } = this.#bounds;
    if (!held) return false;
    const { entries, bytes } = plus(held, size);
    const slack = Math.max(Math.ceil((maxEntries ?? 0) * SLACK), Math.min(maxEntries ?? 0, SLACK_ENTRIES));
    return (
      (maxEntries === undefined || entries <= maxEntries + slack) &&
      (maxBytes === undefined || bytes <= maxBytes * (1 + SLACK))
    );
  }

  #hasRoom(): boolean {
    const { entries, bytes } = this.#since;
    if (!this.#held || !this.#fits(this.#held.entries + entries, this.#held.bytes + bytes, 1)) return false;
    return this.#fits(entries, bytes, UNSEEN); // Other processes may have written as much.
  }

  /**
   * Scans the store and evicts entries.
   *
   * @param coming Size of the next write.
   */
  async #sweep(coming = NOTHING): Promise<void> {
    await this.#notes.flush();
    this.#notes.renew();
    const before = this.#since;
    const uses: RecordUsage[] = [];
    for await (const page of this.#store.uses()) {
      for (const use of page) uses.push(use);
      if (shouldYield()) await yieldToEventLoop();
    }
    let entries = uses.length;
    let bytes = uses.reduce((sum, use) => sum + use.bytes, 0);
    const gone: string[] = [];
    if (!this.#fits(entries, bytes, 1) || !this.#hasSlack(coming, { entries, bytes })) {
      for (const use of this.#inOrder(uses)) {
        if (this.#fits(entries + coming.entries, bytes + coming.bytes, KEPT)) break;
        gone.push(use.key);
        entries--;
        bytes -= use.bytes;
      }
    }
    if (gone.length > 0) await this.#store.evict(gone);
    // Assigned only after the eviction: until then, earlier writes count in addition to the previous size.
    this.#held = { entries, bytes };
    this.#since = minus(this.#since, before);
  }

  /**
   * Sorts entries by eviction order: expired ones, ones that exceed the limit alone, then by time of use. A time in the future was recorded
   * before the clock was set back, and sorts before all others.
   */
  #inOrder(uses: RecordUsage[]): RecordUsage[] {
    const now = this.#store.clock.now();
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#bounds;
    const rank = ({ usedAt, expiresAt, bytes }: RecordUsage): number => {
      if (isExpired(expiresAt, now) || bytes > maxBytes) return -Number.MAX_VALUE;
      return usedAt > now + CLOCKS_DIFFER_MS ? usedAt - now - Number.MAX_SAFE_INTEGER : usedAt;
    };
    return uses.sort((a, b) => rank(a) - rank(b));
  }

  #fits(entries: number, bytes: number, share: number): boolean {
    const { maxEntries, maxBytes } = this.#bounds;
    return isWithin(entries, maxEntries, share) && isWithin(bytes, maxBytes, share);
  }
}

function isWithin(held: number, bound: number | undefined, share: number): boolean {
  return bound === undefined || held <= Math.ceil(bound * share);
}

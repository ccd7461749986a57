import type { RecordContent } from "../../records/record.ts";
import { bytesOf, type RecordUsage } from "../../records/usage.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Clock } from "../../time/clock.ts";
import type { CacheBounds } from "../cache-options.ts";
import { AccessLog } from "./access-log.ts";
import { inEvictionOrder } from "./eviction-order.ts";
import { EMPTY, minus, plus, type StoreSize } from "./store-size.ts";
import { WriteAdmission } from "./write-admission.ts";

/** Amount by which pending writes may exceed the limits, as a share and in entries, until the next scan of the store. */
const SLACK = 0.1;
const SLACK_ENTRIES = 64;
/** Share of the limits to which a full store is reduced, so that one scan serves many writes. */
const TARGET_SHARE = 0.9;
/** Share of the limits that may be written before the next scan, since other processes may have written as much. */
const UNSCANNED_SHARE = 0.1;
/** Greatest overhead of an entry besides key and value: an estimate, corrected by each scan of the store. */
const OVERHEAD_BYTES = 300;

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

/** Keeps a store within its limits: a full store is scanned, and expired entries are removed first, then the least recently used ones. */
export class Evictor {
  readonly #store: Evictable;
  readonly #bounds: CacheBounds;
  readonly #accessLog: AccessLog;
  /** Size of the store at the last scan; unknown until the first write. */
  #scannedSize: StoreSize | undefined;
  /** Size of the writes of this process since the last scan. */
  #writtenSize = EMPTY;
  #scanning: Promise<void> | undefined;
  readonly #admission = new WriteAdmission({
    fits: (size) => this.#hasSlack(size),
    makeRoom: (size) => this.#makeRoom(size),
  });

  constructor(store: Evictable, bounds: CacheBounds) {
    this.#store = store;
    this.#bounds = bounds;
    this.#accessLog = new AccessLog(store.clock, (keys, now) => store.noteUses(keys, now));
  }

  /** Records the use of an entry. */
  used(key: string): void {
    this.#accessLog.note(key);
  }

  /** Writes pending access times before the storage is closed. */
  close(): void {
    void this.#accessLog.flush();
  }

  /** Returns the size of writes. */
  sizeOf(writes: Iterable<{ readonly key: string; readonly content: Pick<RecordContent, "data"> }>): StoreSize {
    let size = EMPTY;
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
  async within<T>(size: StoreSize, write: () => Promise<T>, hasAdded: (outcome: T) => boolean): Promise<T> {
    await this.#admission.enter(size);
    let takesRoom = true; // A failed write may have written a part.
    let outcome: T;
    try {
      outcome = await write();
      takesRoom = hasAdded(outcome);
    } finally {
      if (takesRoom) this.#writtenSize = plus(this.#writtenSize, size);
      this.#admission.leave(size);
    }
    if (takesRoom) await this.#enforceLimits();
    return outcome;
  }

  /** Returns the writes of a batch that fit into the store together, starting from the last: others would be evicted immediately. */
  fitting<W extends { readonly key: string; readonly content: Pick<RecordContent, "data"> }>(
    writes: readonly W[],
  ): readonly W[] {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#bounds;
    const kept: W[] = [];
    let total = EMPTY;
    for (const write of writes.toReversed()) {
      const next = plus(total, this.sizeOf([write]));
      // The overhead is only an estimate: a single entry is refused only if its value alone is too large.
      const fits =
        kept.length === 0 ? next.bytes - OVERHEAD_BYTES <= maxBytes : this.#fits(next.entries, next.bytes, 1);
      if (!fits) continue;
      total = next;
      kept.push(write);
    }
    return kept.reverse();
  }

  async #enforceLimits(): Promise<void> {
    if (!this.#hasRoom()) await this.#scan();
    // A scan that was already running may have missed this write.
    if (!this.#hasRoom()) await this.#scan();
  }

  async #makeRoom(size: StoreSize): Promise<void> {
    await this.#scanning;
    // A write that would fill the store alone is evicted immediately, and must not evict others.
    if (!this.#hasSlack(size)) await this.#scan(this.#fits(size.entries, size.bytes, 1) ? size : EMPTY);
  }

  /** Scans the store, or joins a running scan. */
  #scan(nextWrite?: StoreSize): Promise<void> {
    this.#scanning ??= this.#sweep(nextWrite).finally(() => {
      this.#scanning = undefined;
    });
    return this.#scanning;
  }

  #hasSlack(size: StoreSize, current = this.#scannedSize && plus(this.#scannedSize, this.#writtenSize)): boolean {
    if (!current) return false;
    const { maxEntries = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY } = this.#bounds;
    const { entries, bytes } = plus(current, size);
    const slack = Math.max(Math.ceil(maxEntries * SLACK), Math.min(maxEntries, SLACK_ENTRIES));
    return entries <= maxEntries + slack && bytes <= maxBytes * (1 + SLACK);
  }

  #hasRoom(): boolean {
    const { entries, bytes } = this.#writtenSize;
    if (!this.#scannedSize || !this.#fits(this.#scannedSize.entries + entries, this.#scannedSize.bytes + bytes, 1))
      return false;
    return this.#fits(entries, bytes, UNSCANNED_SHARE); // Other processes may have written as much.
  }

  /**
   * Scans the store and evicts entries.
   *
   * @param nextWrite Size of the next write.
   */
  async #sweep(nextWrite = EMPTY): Promise<void> {
    await this.#accessLog.flush();
    this.#accessLog.renew();
    const before = this.#writtenSize;
    const uses: RecordUsage[] = [];
    for await (const page of this.#store.uses()) {
      for (const use of page) uses.push(use);
      if (shouldYield()) await yieldToEventLoop();
    }
    let entries = uses.length;
    let bytes = uses.reduce((sum, use) => sum + use.bytes, 0);
    const evicted: string[] = [];
    if (!this.#fits(entries, bytes, 1) || !this.#hasSlack(nextWrite, { entries, bytes })) {
      for (const use of inEvictionOrder(uses, this.#store.clock.now(), this.#bounds)) {
        if (this.#fits(entries + nextWrite.entries, bytes + nextWrite.bytes, TARGET_SHARE)) break;
        evicted.push(use.key);
        entries--;
        bytes -= use.bytes;
      }
    }
    if (evicted.length > 0) await this.#store.evict(evicted);
    // Assigned only after the eviction: until then, earlier writes count in addition to the previous size.
    this.#scannedSize = { entries, bytes };
    this.#writtenSize = minus(this.#writtenSize, before);
  }

  #fits(entries: number, bytes: number, share: number): boolean {
    const { maxEntries, maxBytes } = this.#bounds;
    return isWithin(entries, maxEntries, share) && isWithin(bytes, maxBytes, share);
  }
}

function isWithin(amount: number, bound: number | undefined, share: number): boolean {
  return bound === undefined || amount <= Math.ceil(bound * share);
}

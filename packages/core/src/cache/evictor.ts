import type { Clock } from "../storage/clock.ts";
import { isExpired } from "../storage/expiry.ts";
import { bytesOf, type RecordUse } from "../storage/record-use.ts";
import type { RecordContent } from "../storage/storage-record.ts";
import { nextTurn, turnExhausted } from "../storage/turn.ts";
import type { CacheBounds } from "./async-cache-backend.ts";
import { UseNotes } from "./use-notes.ts";

/** A full store is emptied to nine tenths, so that it is looked through once for many writes. */
const KEPT = 0.9;
/** This much may be written before the store is looked through again, whether it seems full or not. */
const UNSEEN = 0.1;
/** What a medium takes for an entry besides key and value, at most: an estimate that is corrected when the store is looked through. */
const OVERHEAD_BYTES = 300;
/** The clocks of those who share a store may be so far apart. */
const CLOCKS_DIFFER_MS = 60_000;

/** What an evictor works on. */
export interface Evictable {
  readonly clock: Clock;
  /** Writes down that entries are used. */
  noteUses(keys: readonly string[], now: number): Promise<void>;
  /** Everything in the store, in any order. */
  uses(): AsyncIterable<readonly RecordUse[]>;
  /** Removes entries. */
  evict(keys: readonly string[]): Promise<void>;
}

/** What a store holds. */
interface Holding {
  readonly entries: number;
  readonly bytes: number;
}

const NOTHING: Holding = { entries: 0, bytes: 0 };

/**
 * Keeps a store within its bounds: when it may be full, the store is looked through, and what has expired goes, then what was used
 * least recently.
 */
export class Evictor {
  readonly #store: Evictable;
  readonly #bounds: CacheBounds;
  readonly #notes: UseNotes;
  /** As it was when the store was looked through; unknown until the first write. */
  #held: Holding | undefined;
  /** Written by this process since. */
  #since = NOTHING;
  #sweeping: Promise<void> | undefined;

  constructor(store: Evictable, bounds: CacheBounds) {
    this.#store = store;
    this.#bounds = bounds;
    this.#notes = new UseNotes(store.clock, (keys, now) => store.noteUses(keys, now));
  }

  /** An entry has been used. */
  used(key: string): void {
    this.#notes.note(key);
  }

  /** Writes down what is still to be noted, while that is possible. */
  close(): void {
    void this.#notes.flush();
  }

  /** Something has been written; waits until there is room again. */
  async written(writes: Iterable<{ readonly key: string; readonly content: RecordContent }>): Promise<void> {
    let { entries, bytes } = this.#since;
    for (const { key, content } of writes) {
      entries++;
      if (this.#bounds.maxBytes !== undefined) bytes += bytesOf(key, content) + OVERHEAD_BYTES;
    }
    this.#since = { entries, bytes };
    // A look that is under way may not have seen this: then there is another.
    for (let looks = 0; looks < 2 && !this.#hasRoom(); looks++) {
      this.#sweeping ??= this.#sweep().finally(() => {
        this.#sweeping = undefined;
      });
      await this.#sweeping;
    }
  }

  #hasRoom(): boolean {
    const { entries, bytes } = this.#since;
    if (!this.#held || !this.#fits(this.#held.entries + entries, this.#held.bytes + bytes, 1)) return false;
    return this.#fits(entries, bytes, UNSEEN); // Others may have written as much.
  }

  async #sweep(): Promise<void> {
    await this.#notes.flush();
    this.#notes.renew();
    this.#since = NOTHING;
    const uses: RecordUse[] = [];
    for await (const page of this.#store.uses()) {
      for (const use of page) uses.push(use);
      if (turnExhausted()) await nextTurn();
    }
    let entries = uses.length;
    let bytes = uses.reduce((sum, use) => sum + use.bytes, 0);
    const gone: string[] = [];
    if (!this.#fits(entries, bytes, 1)) {
      for (const use of this.#inOrder(uses)) {
        if (this.#fits(entries, bytes, KEPT)) break;
        gone.push(use.key);
        entries--;
        bytes -= use.bytes;
      }
    }
    this.#held = { entries, bytes };
    if (gone.length > 0) await this.#store.evict(gone);
  }

  /**
   * What goes first comes first: what has expired, what would fill the store alone, then by when it was used. A time that is yet to come is
   * from before the clock was set back, and so before every other.
   */
  #inOrder(uses: RecordUse[]): RecordUse[] {
    const now = this.#store.clock.now();
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#bounds;
    const rank = ({ usedAt, expiresAt, bytes }: RecordUse): number => {
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

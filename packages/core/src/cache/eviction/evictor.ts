import { isExpired } from "../../records/expiry.ts";
import type { RecordContent } from "../../records/record.ts";
import { bytesOf, type RecordUsage } from "../../records/usage.ts";
import { shouldYield, yieldToEventLoop } from "../../scheduling/event-loop.ts";
import type { Clock } from "../../time/clock.ts";
import type { CacheBounds } from "../async-cache-backend.ts";
import { AccessLog } from "./access-log.ts";
import { type Holding, minus, NOTHING, plus } from "./holding.ts";
import { WriteAdmission } from "./write-admission.ts";

/** Writes that are under way may take this much more than the bound, or so many entries, until the store has been looked through. */
const SLACK = 0.1;
const SLACK_ENTRIES = 64;
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
  uses(): AsyncIterable<readonly RecordUsage[]>;
  /** Removes entries. */
  evict(keys: readonly string[]): Promise<void>;
}

/**
 * Keeps a store within its bounds: when it may be full, the store is looked through, and what has expired goes, then what was used
 * least recently.
 */
export class Evictor {
  readonly #store: Evictable;
  readonly #bounds: CacheBounds;
  readonly #notes: AccessLog;
  /** As it was when the store was looked through; unknown until the first write. */
  #held: Holding | undefined;
  /** Written by this process since. */
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

  /** An entry has been used. */
  used(key: string): void {
    this.#notes.note(key);
  }

  /** Writes down what is still to be noted, while that is possible. */
  close(): void {
    void this.#notes.flush();
  }

  /** How much a write brings. */
  sizeOf(writes: Iterable<{ readonly key: string; readonly content: Pick<RecordContent, "data"> }>): Holding {
    let size = NOTHING;
    const countsBytes = this.#bounds.maxBytes !== undefined;
    for (const { key, content } of writes) {
      size = plus(size, { entries: 1, bytes: countsBytes ? bytesOf(key, content) + OVERHEAD_BYTES : 0 });
    }
    return size;
  }

  /**
   * Carries out a write that brings so much when there is room for it, and waits until the store is within its bounds again.
   *
   * @param hasAdded tells of the outcome whether it has taken room.
   */
  async within<T>(size: Holding, write: () => Promise<T>, hasAdded: (outcome: T) => boolean): Promise<T> {
    await this.#admission.enter(size);
    let takesRoom = true; // Something of one that fails may have been written.
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

  /** The writes of a batch that the store can hold together, from the last one on: the others would go at once. */
  fitting<W extends { readonly key: string; readonly content: Pick<RecordContent, "data"> }>(
    writes: readonly W[],
  ): readonly W[] {
    const { maxBytes = Number.POSITIVE_INFINITY } = this.#bounds;
    const kept: W[] = [];
    let held = NOTHING;
    for (const write of writes.toReversed()) {
      const next = plus(held, this.sizeOf([write]));
      // What a lone entry takes is known too badly to refuse it, unless its value alone is too much.
      const fits =
        kept.length === 0 ? next.bytes - OVERHEAD_BYTES <= maxBytes : this.#fits(next.entries, next.bytes, 1);
      if (!fits) continue;
      held = next;
      kept.push(write);
    }
    return kept.reverse();
  }

  async #tidy(): Promise<void> {
    // A look that is under way may not have seen what was written: then there is another.
    for (let looks = 0; looks < 2 && !this.#hasRoom(); looks++) {
      await this.#look();
    }
  }

  async #makeRoom(size: Holding): Promise<void> {
    await this.#sweeping;
    // What would fill the store alone goes as soon as it is written, and takes nothing with it.
    if (!this.#hasSlack(size)) await this.#look(this.#fits(size.entries, size.bytes, 1) ? size : NOTHING);
  }

  /** Looks through the store, unless that is under way. */
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
    return this.#fits(entries, bytes, UNSEEN); // Others may have written as much.
  }

  /** @param coming what is about to be written. */
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
    // Only now is that known: until then, what was written before counts besides what was held before.
    this.#held = { entries, bytes };
    this.#since = minus(this.#since, before);
  }

  /**
   * What goes first comes first: what has expired, what would fill the store alone, then by when it was used. A time that is yet to come is
   * from before the clock was set back, and so before every other.
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

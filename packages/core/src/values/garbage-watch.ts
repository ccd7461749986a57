import { setTimeout as delay } from "node:timers/promises";
import { LeaseWatch } from "../storage/lease.ts";
import type { StorageBackend } from "../storage/storage-backend.ts";
import type { FoundRecord } from "../storage/storage-record.ts";

/** Says, in the journal, which collection of garbage was begun last, and whether it has ended. */
export const COLLECTION = "gc";
/** The lease of whoever collects. */
export const COLLECTOR = "gc";

const POLL_MS = 20;

/** What the record of the collection holds. */
export interface CollectionState {
  readonly epoch: string;
  readonly isOver: boolean;
}

/**
 * Keeps what is being saved safe from a collection of garbage that goes on meanwhile, in whatever process.
 *
 * A collection writes down that it begins before it looks at what is used. Whoever saves looks afterwards: if none has begun since, every
 * collection to come will see what was saved; else what it removed is written again when it is over.
 */
export class GarbageWatch {
  readonly #storage: StorageBackend;
  /** The last collection known to be over; `undefined` before the first look. */
  #over: string | undefined;

  constructor(storage: StorageBackend) {
    this.#storage = storage;
  }

  /** Saves, and saves again what a collection may have removed; `isAgain` tells that parts may be missing of what is there. */
  async guard(save: (isAgain: boolean) => Promise<unknown>): Promise<void> {
    if (this.#over === undefined) await this.#settle();
    for (let isAgain = false; ; isAgain = true) {
      await save(isAgain);
      const [found] = await this.#storage.read("journal", [COLLECTION]);
      if (epochOf(found) === this.#over) return;
      await this.#settle();
    }
  }

  /** Waits until no collection goes on. */
  async #settle(): Promise<void> {
    const watch = new LeaseWatch();
    for (;;) {
      const [found] = await this.#storage.read("journal", [COLLECTION]);
      const [holder] = await this.#storage.read("call_leases", [COLLECTOR]);
      // One that was killed goes on no more.
      if (isOver(found) || !holder || watch.isDead(holder)) {
        this.#over = epochOf(found);
        return;
      }
      await delay(POLL_MS);
    }
  }
}

function epochOf(found: FoundRecord): string {
  return stateOf(found)?.epoch ?? "";
}

function isOver(found: FoundRecord): boolean {
  return stateOf(found)?.isOver ?? true;
}

function stateOf(found: FoundRecord): Partial<CollectionState> | undefined {
  return found?.corrupt === undefined ? (found?.data as Partial<CollectionState> | undefined) : undefined;
}

import type { RecordContent } from "../../records/record.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { CacheBounds } from "../cache-options.ts";
import { Evictor } from "./evictor.ts";

/** Entry to write. */
interface EntryWrite {
  readonly key: string;
  readonly content: Pick<RecordContent, "data">;
}

/** Enforces the limits of a cache, if there are any and the medium does not enforce them itself. */
export class CacheCapacity {
  readonly #access: StorageAccess;
  readonly #bounds: CacheBounds;
  readonly #onEviction: (evicted: number) => void;
  #evictor: Evictor | undefined;

  constructor(access: StorageAccess, bounds: CacheBounds, onEviction: (evicted: number) => void) {
    this.#access = access;
    this.#bounds = bounds;
    this.#onEviction = onEviction;
    const { storage } = access;
    if (this.#isBounded && storage.supports.evicts) storage.limitSpace("cache", bounds, () => onEviction(1));
  }

  /** True if writes must be counted. */
  get isNeeded(): boolean {
    return this.#isBounded && !this.#access.storage.supports.evicts;
  }

  get #isBounded(): boolean {
    const { maxEntries, maxBytes } = this.#bounds;
    return maxEntries !== undefined || maxBytes !== undefined;
  }

  /** Records the use of an entry. */
  used(key: string): void {
    if (this.isNeeded) this.#requireEvictor().used(key);
  }

  /**
   * Writes entries when there is space for them, and waits until the store is within its limits again.
   *
   * @param hasAdded Tells whether a write has taken space. Default: always.
   */
  within<T>(
    writes: readonly EntryWrite[],
    write: () => Promise<T>,
    hasAdded: (outcome: T) => boolean = () => true,
  ): Promise<T> {
    if (!this.isNeeded) return write();
    const evictor = this.#requireEvictor();
    return evictor.within(evictor.sizeOf(writes), write, hasAdded);
  }

  /** Returns the writes of a batch that fit into the store together; the last ones have priority. */
  fitting<W extends EntryWrite>(writes: readonly W[]): readonly W[] {
    return this.isNeeded ? this.#requireEvictor().fitting(writes) : writes;
  }

  /** Writes pending access times before the storage is closed. */
  close(): void {
    this.#evictor?.close();
  }

  #requireEvictor(): Evictor {
    const { storage } = this.#access;
    this.#evictor ??= new Evictor(
      {
        clock: storage.clock,
        uses: () => storage.uses("cache"),
        noteUses: (keys, now) => storage.recordUses("cache", keys, now),
        evict: (keys) => this.#evict(keys),
      },
      this.#bounds,
    );
    return this.#evictor;
  }

  async #evict(keys: readonly string[]): Promise<void> {
    const { storage } = this.#access;
    const removals = keys.map((key) => ({ key, condition: "any" }) as const);
    const removed = await this.#access.together(keys, "write", () => storage.remove("cache", removals));
    this.#onEviction(removed.filter(Boolean).length);
  }
}

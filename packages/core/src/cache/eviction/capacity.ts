import type { RecordContent } from "../../records/record.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import type { CacheBounds } from "../async-cache-backend.ts";
import { Evictor } from "./evictor.ts";

/** An entry that is to be written. */
interface Written {
  readonly key: string;
  readonly content: Pick<RecordContent, "data">;
}

/** Keeps the entries of a storage to bounds, where there are any and the medium does not do so by itself. */
export class CacheCapacity {
  readonly #host: StorageAccess;
  readonly #bounds: CacheBounds;
  readonly #onEviction: (evicted: number) => void;
  #evictor: Evictor | undefined;

  constructor(host: StorageAccess, bounds: CacheBounds, onEviction: (evicted: number) => void) {
    this.#host = host;
    this.#bounds = bounds;
    this.#onEviction = onEviction;
  }

  /** Writes must be told of. */
  get isNeeded(): boolean {
    const { maxEntries, maxBytes } = this.#bounds;
    return (maxEntries !== undefined || maxBytes !== undefined) && !this.#host.storage.supports.evicts;
  }

  /** An entry has been used. */
  used(key: string): void {
    if (this.isNeeded) this.#evicting().used(key);
  }

  /**
   * Carries out a write of entries when there is room for them, and waits until the store is within its bounds again.
   *
   * @param hasAdded tells of the outcome whether it has taken room; it has unless given.
   */
  within<T>(
    writes: readonly Written[],
    write: () => Promise<T>,
    hasAdded: (outcome: T) => boolean = () => true,
  ): Promise<T> {
    if (!this.isNeeded) return write();
    const evictor = this.#evicting();
    return evictor.within(evictor.sizeOf(writes), write, hasAdded);
  }

  /** The writes of a batch that the store can hold together; the last come last. */
  fitting<W extends Written>(writes: readonly W[]): readonly W[] {
    return this.isNeeded ? this.#evicting().fitting(writes) : writes;
  }

  /** Writes down what is still to be noted, while that is possible. */
  close(): void {
    this.#evictor?.close();
  }

  #evicting(): Evictor {
    const { storage, uses, noteUses } = this.#host;
    this.#evictor ??= new Evictor(
      {
        clock: storage.clock,
        uses: () => uses("cache"),
        noteUses: (keys, now) => noteUses("cache", keys, now),
        evict: (keys) => this.#evict(keys),
      },
      this.#bounds,
    );
    return this.#evictor;
  }

  async #evict(keys: readonly string[]): Promise<void> {
    const { storage, operation } = this.#host;
    const removals = keys.map((key) => ({ key, condition: "any" }) as const);
    const removed = await operation(keys, "write", () => storage.remove("cache", removals));
    this.#onEviction(removed.filter(Boolean).length);
  }
}

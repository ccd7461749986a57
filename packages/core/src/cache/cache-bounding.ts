import type { FaceHost } from "../storage/face-host.ts";
import type { RecordContent } from "../storage/storage-record.ts";
import type { CacheBounds } from "./async-cache-backend.ts";
import { Evictor } from "./evictor.ts";

/** Keeps the entries of a storage to bounds, where there are any and the medium does not do so by itself. */
export class CacheBounding {
  readonly #host: FaceHost;
  readonly #bounds: CacheBounds;
  readonly #onEviction: (evicted: number) => void;
  #evictor: Evictor | undefined;

  constructor(host: FaceHost, bounds: CacheBounds, onEviction: (evicted: number) => void) {
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

  /** Entries have been written; waits until there is room again. */
  async written(writes: readonly { readonly key: string; readonly content: RecordContent }[]): Promise<void> {
    if (this.isNeeded) await this.#evicting().written(writes);
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

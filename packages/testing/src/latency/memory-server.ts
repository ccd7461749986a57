import {
  type FoundRecord,
  MemoryStorage,
  type RecordContent,
  type RecordRemoval,
  type RecordWrite,
  type ScanRange,
  type Space,
  type WriteOutcome,
} from "@results-manager/core/storage";

/** Record of a key before a transaction changed it; `undefined` where there was none. */
interface Undo {
  readonly space: Space;
  readonly key: string;
  readonly before: RecordContent | undefined;
}

/** Database in memory, which answers one request at a time and has transactions. */
export class MemoryServer extends MemoryStorage {
  /** Changes of the open transaction, in order; `undefined` while none is open. */
  #undo: Undo[] | undefined;

  begin(): void {
    if (this.#undo) throw new Error("Cannot begin a transaction: one is open.");
    this.#undo = [];
  }

  commit(): void {
    if (!this.#undo) throw new Error("Cannot commit: no transaction is open.");
    this.#undo = undefined;
  }

  rollback(): void {
    const undo = this.#undo ?? [];
    this.#undo = undefined;
    for (const { space, key, before } of undo.reverse()) {
      if (before) this.syncRecords(space)?.set(key, before);
      else this.syncRecords(space)?.delete(key);
    }
  }

  find(space: Space, keys: readonly string[]): readonly FoundRecord[] {
    return this.readRecords(space, keys);
  }

  put(space: Space, writes: readonly RecordWrite[], now: number): readonly WriteOutcome[] {
    for (const { key } of writes) this.#remember(space, key);
    return this.writeRecords(space, writes, now);
  }

  take(space: Space, removals: readonly RecordRemoval[], now: number): readonly boolean[] {
    for (const { key } of removals) this.#remember(space, key);
    return this.removeRecords(space, removals, now);
  }

  pages(space: Space, range: ScanRange, now: number): Iterable<readonly string[]> {
    return this.scanKeys(space, range, now);
  }

  #remember(space: Space, key: string): void {
    this.#undo?.push({ space, key, before: this.syncRecords(space)?.get(key) });
  }
}

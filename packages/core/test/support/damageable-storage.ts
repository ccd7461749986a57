import {
  allowsRemoval,
  allowsWrite,
  type FoundRecord,
  MemoryStorage,
  type RecordRemoval,
  type RecordWrite,
  type ScanRange,
  type Space,
  StorageBase,
  type StorageSupports,
  type WriteOutcome,
} from "../../src/storage.ts";

/** The hooks of a memory medium, for another medium to call. */
class MemoryHooks extends MemoryStorage {
  read1(space: Space, key: string): FoundRecord {
    return this.readRecords(space, [key])[0];
  }

  write1(space: Space, write: RecordWrite, now: number): WriteOutcome {
    return this.writeRecords(space, [write], now)[0] as WriteOutcome;
  }

  remove1(space: Space, removal: RecordRemoval, now: number): boolean {
    return this.removeRecords(space, [removal], now)[0] as boolean;
  }

  pages(space: Space, range: ScanRange, now: number): Iterable<readonly string[]> {
    return this.scanKeys(space, range, now);
  }
}

/** A medium that answers with promises, in small batches and pages, and whose results can be damaged from outside, as files can. */
export class DamageableStorage extends StorageBase {
  readonly supports: StorageSupports = { retains: true, persistent: false, crossProcess: false, batchSize: 7 };
  readonly #memory = new MemoryHooks();
  readonly #damaged = new Map<string, NonNullable<FoundRecord>>();

  /** Makes the result of a key unreadable until it is written or removed. */
  damage(key: string): void {
    this.#damaged.set(key, { corrupt: "it was damaged", cause: new SyntaxError("damaged"), revision: {} });
  }

  protected override async readRecords(space: Space, keys: readonly string[]): Promise<FoundRecord[]> {
    await undefined;
    return keys.map((key) => this.#damageOf(space, key) ?? this.#memory.read1(space, key));
  }

  protected override async writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Promise<WriteOutcome[]> {
    await undefined;
    return writes.map((write): WriteOutcome => {
      const found = this.#damageOf(space, write.key);
      if (found && !allowsWrite(write, found)) return { written: false, found };
      if (!found) return this.#memory.write1(space, write, now);
      this.#damaged.delete(write.key);
      this.#memory.remove1(space, { key: write.key, condition: "any" }, now);
      return this.#memory.write1(space, { ...write, condition: "any" }, now);
    });
  }

  protected override async removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Promise<boolean[]> {
    await undefined;
    return removals.map((removal) => {
      const found = this.#damageOf(space, removal.key);
      if (!found) return this.#memory.remove1(space, removal, now);
      if (!allowsRemoval(removal, found, now)) return false;
      this.#damaged.delete(removal.key);
      this.#memory.remove1(space, { ...removal, condition: "any" }, now);
      return true;
    });
  }

  protected override async *scanKeys(space: Space, range: ScanRange, now: number): AsyncGenerator<readonly string[]> {
    for (const page of this.#memory.pages(space, range, now)) {
      for (let i = 0; i < page.length; i += 5) {
        await undefined;
        yield page.slice(i, i + 5);
      }
    }
  }

  #damageOf(space: Space, key: string): FoundRecord {
    return space === "results" ? this.#damaged.get(key) : undefined;
  }
}

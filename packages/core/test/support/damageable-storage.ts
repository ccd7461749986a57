import { type FoundRecord, MemoryStorage, type RecordRemoval, type RecordWrite, type Space, type WriteOutcome } from "../../src/index.ts";

/** A medium that answers with a promise, and whose records can be damaged from outside, as files can. */
export class DamageableStorage extends MemoryStorage {
  readonly #damaged = new Map<string, NonNullable<FoundRecord>>();

  /** Makes the record of a key unreadable until it is written or removed. */
  damage(key: string): void {
    this.#damaged.set(key, { corrupt: "it was damaged", cause: new SyntaxError("damaged"), revision: {} });
  }

  protected override async readRecords(space: Space, keys: readonly string[]): Promise<never[]> {
    await undefined;
    const found: readonly FoundRecord[] = super.readRecords(space, keys);
    return found.map((record, i) => this.#damaged.get(keys[i] as string) ?? record) as never[];
  }

  protected override async writeRecords(space: Space, writes: readonly RecordWrite[], now: number): Promise<never[]> {
    await undefined;
    return writes.map((write): WriteOutcome => {
      const found = space === "results" ? this.#damaged.get(write.key) : undefined;
      if (found && write.condition !== "any") return { written: false, found };
      this.#damaged.delete(write.key);
      return super.writeRecords(space, [write], now)[0] as WriteOutcome;
    }) as never[];
  }

  protected override async removeRecords(space: Space, removals: readonly RecordRemoval[], now: number): Promise<never[]> {
    await undefined;
    return removals.map((removal) => {
      if (removal.condition === "any") this.#damaged.delete(removal.key);
      return super.removeRecords(space, [removal], now)[0];
    }) as never[];
  }
}

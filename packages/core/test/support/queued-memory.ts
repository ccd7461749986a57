import type { OperationIntent } from "../../src/storage/operation.ts";
import { MemoryStorage, type Space, type StorageSupports } from "../../src/storage.ts";

/** Memory that is accessed through the queue, evicts nothing by itself, and records what it is asked for. */
export class QueuedMemory extends MemoryStorage {
  override readonly supports: StorageSupports = { ...new MemoryStorage().supports, synchronous: false, evicts: false };
  /** Operations, each with its intent and keys. */
  readonly operations: string[] = [];
  /** Reads, each with its space and keys. */
  readonly reads: string[] = [];
  /** Space of each write that was asked for. */
  readonly written: Space[] = [];
  /** Keys whose use was noted. */
  readonly used: string[] = [];
  /** Arguments of the calls of `releaseSpace`. */
  readonly released: boolean[] = [];
  /** Number of times that the size of a space was measured. */
  measurements = 0;
  /** Error of every write, if there is one. */
  failure: Error | undefined;

  override syncRecords(): undefined {}

  override operation<T>(keys: readonly string[], intent: OperationIntent, task: () => Promise<T>): Promise<T> {
    this.operations.push(`${intent} ${keys}`);
    return task();
  }

  override async releaseSpace(isWhole: boolean): Promise<number> {
    this.released.push(isWhole);
    return 0;
  }

  protected override readRecords(space: Space, keys: readonly string[]) {
    this.reads.push(`${space} ${keys}`);
    return super.readRecords(space, keys);
  }

  protected override listUses(space: Space) {
    this.measurements++;
    return super.listUses(space);
  }

  protected override noteUses(_space: Space, keys: readonly string[]): void {
    this.used.push(...keys);
  }

  protected override writeRecords(...[space, writes, now]: Parameters<MemoryStorage["writeRecords"]>) {
    if (this.failure) throw this.failure;
    for (const _ of writes) this.written.push(space);
    return super.writeRecords(space, writes, now);
  }
}

import { type KeyedItem, someKey } from "./accessed-keys.ts";
import { mustNotOvertake } from "./backlog.ts";
import { type Batch, isReading } from "./batch.ts";

/** Batches that a medium carries out concurrently, over disjoint keys. */
export class BatchesInFlight {
  readonly #limit: number;
  readonly #batches = new Set<Batch>();
  #wake: (() => void) | undefined;

  /** @param limit Maximum number of batches. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** True while no batch is carried out. */
  get isEmpty(): boolean {
    return this.#batches.size === 0;
  }

  /** Tells whether a batch can begin now. */
  admits(batch: Batch): boolean {
    if (this.isEmpty) return true;
    if (this.#batches.size >= this.#limit || mustNotOvertake(batch.space)) return false;
    for (const other of this.#batches) if (conflict(other, batch)) return false;
    return true;
  }

  /** Adds a batch until it is done. */
  add(batch: Batch, done: Promise<void>): void {
    this.#batches.add(batch);
    void done.then(() => {
      this.#batches.delete(batch);
      this.#wake?.();
    });
  }

  /** Resolves when the next batch is done. */
  nextDone(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Resolves when all batches are done. */
  async allDone(): Promise<void> {
    while (!this.isEmpty) await this.nextDone();
  }
}

function conflict(one: Batch, other: Batch): boolean {
  if (isReading(one.kind) && isReading(other.kind)) return false;
  return other.items.some((item: KeyedItem) => someKey(other.space, item, (space, key) => one.accesses(space, key)));
}

import type { RecordWrite, Space } from "../records/storage-backend.ts";

/** Writes of one call, all or none of which take effect. */
export interface WriteGroup {
  readonly space: Space;
  readonly writes: readonly RecordWrite[];
}

interface WaitingGroup extends WriteGroup {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Others wait while a transaction is open: calls that have so much to write already take no more along. */
const MOST_WRITES = 1000;

/** Groups of writes that were asked for together: one transaction carries them out, and yet each group fails alone. */
export class AtomicWrites {
  readonly #write: (groups: readonly WriteGroup[]) => Promise<void>;
  readonly #groups: WaitingGroup[] = [];
  #size = 0;

  /** @param write writes all of what it is given, or nothing. */
  constructor(write: (groups: readonly WriteGroup[]) => Promise<void>) {
    this.#write = write;
  }

  /** Another group may join. */
  get isOpen(): boolean {
    return this.#size < MOST_WRITES;
  }

  /** Takes a group; resolves when it has been written, and is rejected when nothing of it was. */
  add({ space, writes }: WriteGroup): Promise<void> {
    this.#size += writes.length;
    return new Promise((resolve, reject) => {
      this.#groups.push({ space, writes, resolve, reject });
    });
  }

  /** Writes all groups together, or one by one where that fails, and tells whoever waits; never rejected. */
  async run(): Promise<void> {
    try {
      await this.#write(this.#groups);
      for (const { resolve } of this.#groups) resolve();
    } catch (error) {
      const [first, ...others] = this.#groups;
      if (others.length === 0) first?.reject(error);
      else for (const group of this.#groups) await this.#write([group]).then(group.resolve, group.reject);
    }
  }
}

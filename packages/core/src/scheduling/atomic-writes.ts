import type { Space } from "../records/space.ts";
import type { RecordWrite } from "../records/storage-backend.ts";

/** Writes of one call that take effect together or not at all. */
export interface WriteGroup {
  readonly space: Space;
  readonly writes: readonly RecordWrite[];
}

interface WaitingGroup extends WriteGroup {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Limit of writes per transaction: other operations wait while it is open, so a group of this size is closed to further calls. */
const MAX_WRITES = 1000;

/** Write groups of several calls, carried out in one transaction; a failing group does not fail the others. */
export class AtomicWrites {
  readonly #write: (groups: readonly WriteGroup[]) => Promise<void>;
  readonly #groups: WaitingGroup[] = [];
  #size = 0;

  /** @param write Writes all groups passed to it in one transaction, or none. */
  constructor(write: (groups: readonly WriteGroup[]) => Promise<void>) {
    this.#write = write;
  }

  /** True while another group can be added. */
  get isOpen(): boolean {
    return this.#size < MAX_WRITES;
  }

  /** Tells whether a group writes the key. */
  accesses(space: Space, key: string): boolean {
    return this.#groups.some((group) => group.space === space && group.writes.some((write) => write.key === key));
  }

  /** Adds a group. The promise resolves when the group has been written, and rejects when none of it was written. */
  add({ space, writes }: WriteGroup): Promise<void> {
    this.#size += writes.length;
    return new Promise((resolve, reject) => {
      this.#groups.push({ space, writes, resolve, reject });
    });
  }

  /** Writes all groups in one transaction, or one by one if that fails, and settles the promise of each group. Never rejects. */
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

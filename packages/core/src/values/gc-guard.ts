import { computeOnce } from "../leases/compute-once.ts";
import { internalContent } from "../records/internal-record.ts";
import type { FoundRecord } from "../records/record.ts";
import type { StorageBase } from "../storage/storage-base.ts";

/** Says, in the journal, which collection of garbage was begun last, and whether it has ended. */
const COLLECTION = "gc";
/** Says, in the journal, that somebody waits for collections to end. */
export const WAITING = "gc-waiting";
/** The lease of whoever collects, or must not be disturbed by it. */
const COLLECTOR = "gc";

/** What the record of the collection holds. */
export interface CollectionState {
  readonly epoch: string;
  readonly isOver: boolean;
}

/**
 * Keeps what is being saved safe from a collection of garbage that goes on meanwhile, in whatever process.
 *
 * A collection writes down that it begins before it looks at what is used. Whoever saves looks afterwards: if none has begun since, every
 * collection to come will see what was saved; else what it removed is written again, while none goes on.
 */
export class GcGuard {
  readonly #storage: StorageBase;
  /** The last collection known to be over; `undefined` before the first look. */
  #over: string | undefined;

  constructor(storage: StorageBase) {
    this.#storage = storage;
  }

  /**
   * Saves, and saves again what a collection may have removed.
   *
   * @param save is told whether parts may be missing of what is there; it may call `asked` at once after asking the storage for everything:
   * then the look comes right behind, in the same transaction.
   */
  async guard(save: (isAgain: boolean, asked: () => void) => Promise<unknown>): Promise<void> {
    this.#over ??= await this.#look();
    let looking: Promise<string | undefined> | undefined;
    await save(false, () => {
      looking = this.#look();
      looking.catch(() => {}); // Where saving fails, too, nobody waits for it.
    });
    const now = await (looking ?? this.#look());
    if (now !== undefined && now === this.#over) return;
    await this.#storage.write("journal", [
      { key: WAITING, condition: "any", content: internalContent("waiting", null, this.#storage.clock.now()) },
    ]);
    await withoutCollections(this.#storage, async () => {
      await save(true, () => {});
      const [found] = await this.#storage.read("journal", [COLLECTION]);
      const epoch = epochOf(found);
      // Whoever began it has died: until somebody says that it is over, every save would take this way.
      if (stateOf(found)?.isOver === false) await announce(this.#storage, { epoch, isOver: true });
      this.#over = epoch;
    });
  }

  /** The last collection; `undefined` where it is not over. */
  async #look(): Promise<string | undefined> {
    const [found] = await this.#storage.read("journal", [COLLECTION]);
    return stateOf(found)?.isOver === false ? undefined : epochOf(found);
  }
}

/** Does something while nobody collects garbage; one that was killed collects no more. */
export function withoutCollections<T>(storage: StorageBase, task: () => Promise<T>): Promise<T> {
  const { signal } = new AbortController();
  return computeOnce(storage, COLLECTOR, { signal, find: async () => undefined, compute: task }, "call_leases");
}

/** Writes down that a collection begins, or is over. */
export async function announce(storage: StorageBase, { epoch, isOver }: CollectionState): Promise<void> {
  const content = internalContent("collection", { epoch, isOver }, storage.clock.now());
  await storage.write("journal", [{ key: COLLECTION, condition: "any", content }]);
}

function epochOf(found: FoundRecord): string {
  return stateOf(found)?.epoch ?? "";
}

function stateOf(found: FoundRecord): Partial<CollectionState> | undefined {
  return found?.corrupt === undefined ? (found?.data as Partial<CollectionState> | undefined) : undefined;
}

import { computeOnce } from "../leases/compute-once.ts";
import { internalContent } from "../records/internal-record.ts";
import type { FoundRecord } from "../records/record.ts";
import type { StorageBase } from "../storage/storage-base.ts";

/** Journal key of the last garbage collection and its state. */
const COLLECTION = "gc";
/** Journal key of the request to pause between collections. */
export const WAITING = "gc-waiting";
/** Key of the lease that is held during a collection, and by processes that must exclude one. */
const COLLECTOR = "gc";

/** State of a collection in the journal. */
export interface CollectionState {
  readonly epoch: string;
  readonly isOver: boolean;
}

/**
 * Protection of values that are being saved from concurrent garbage collections in any process.
 *
 * A collection records its start in the journal before it determines the used values. A saving process reads the journal after saving: if
 * no collection has started since, every later one will see the saved values; else the removed parts are written again under the lease that
 * excludes collections.
 */
export class GcGuard {
  readonly #storage: StorageBase;
  /** Last collection known to be finished; `undefined` before the journal is read. */
  #finished: string | undefined;

  constructor(storage: StorageBase) {
    this.#storage = storage;
  }

  /**
   * Saves, and saves again if a collection may have removed a part.
   *
   * @param save Its first argument tells whether existing parts may have been removed. It may call `onQueued` immediately after queuing its
   * last operation: the journal is then read in the same transaction.
   */
  async guard(save: (isAgain: boolean, onQueued: () => void) => Promise<unknown>): Promise<void> {
    this.#finished ??= await this.#lastFinished();
    let checking: Promise<string | undefined> | undefined;
    await save(false, () => {
      checking = this.#lastFinished();
      checking.catch(() => {}); // If saving fails as well, this promise is never awaited.
    });
    const now = await (checking ?? this.#lastFinished());
    if (now !== undefined && now === this.#finished) return;
    await withoutCollections(
      this.#storage,
      async () => {
        await save(true, () => {});
        const [found] = await this.#storage.read("journal", [COLLECTION]);
        const epoch = epochOf(found);
        // The process that began the collection has died. Unless it is marked as finished, every save would take this slow path.
        if (stateOf(found)?.isOver === false) await announce(this.#storage, { epoch, isOver: true });
        this.#finished = epoch;
      },
      () => this.#askToPause(),
    );
  }

  /** Requests a pause before the next collection. */
  async #askToPause(): Promise<void> {
    const content = internalContent("waiting", null, this.#storage.clock.now());
    await this.#storage.write("journal", [{ key: WAITING, condition: "any", content }]);
  }

  /** Returns the last collection; `undefined` if it is not finished. */
  async #lastFinished(): Promise<string | undefined> {
    const [found] = await this.#storage.read("journal", [COLLECTION]);
    return stateOf(found)?.isOver === false ? undefined : epochOf(found);
  }
}

/**
 * Runs a task while no garbage collection runs. The lease of a killed collector expires.
 *
 * @param onAttempt Called each time that the lease was asked for: a pause between two collections may pass unnoticed.
 */
export function withoutCollections<T>(
  storage: StorageBase,
  task: () => Promise<T>,
  onAttempt: () => Promise<void> = async () => {},
): Promise<T> {
  const { signal } = new AbortController();
  const find = async (): Promise<undefined> => void (await onAttempt());
  return computeOnce(storage, COLLECTOR, { signal, find, compute: task }, "call_leases");
}

/** Records the start or end of a collection in the journal. */
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

import { BackendClosedError } from "../errors/storage-errors.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type {
  ChangeOutcome,
  ChangeRecord,
  LazyWrite,
  RecordChange,
  RecordRemoval,
  RecordWrite,
  RemovalRange,
  ScanRange,
  StorageBackend,
  WriteOutcome,
} from "../records/storage-backend.ts";
import type { RecordUsage } from "../records/usage.ts";
import type { WriteGroup } from "../scheduling/atomic-writes.ts";
import { committedPages } from "../scheduling/committed-pages.ts";
import { yieldToEventLoop } from "../scheduling/event-loop.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { realTime } from "../time/real-time.ts";
import type { KeyWatch } from "./key-watch.ts";
import type { CandidatePage, IndexedModel, Lookup, LookupPlan } from "./lookup-plan.ts";
import { QueuedMedium } from "./queued-medium.ts";

/** Time in milliseconds that may be spent on pages of candidates before other operations come first. */
const PAGE_MS = 1;

/**
 * Base class of media: a medium implements {@link MediumHooks} and inherits the record operations of every face and the queue that orders
 * them.
 */
export abstract class StorageBase extends QueuedMedium implements StorageBackend {
  /** Models whose indexes have been made, or are being made. */
  readonly #indexed = new WeakMap<IndexedModel, Promise<void> | "made">();

  /** Yields {@link StorageBase.listUses} after all earlier operations. */
  async *uses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    this.assertOpen();
    await this.reached();
    for await (const page of this.#committed(this.listUses(space))) yield page;
  }

  /** Records that entries were used; see {@link StorageBase.noteUses}. */
  recordUses(space: Space, keys: readonly string[], now: number): Promise<void> {
    return this.runAlone(async () => this.noteUses(space, keys, now));
  }

  /** Returns all keys that a scan of the same range yields. */
  listKeys(space: Space, range: ScanRange = {}): Promise<string[]> {
    if (this.isStorageClosed) return Promise.reject(new BackendClosedError({ place: this.place }));
    const list = (): Promise<string[]> => {
      const pages = this.scanKeys(space, range, this.clock.now());
      return this.allKeys(this.supports.synchronous ? pages : this.#committed(pages));
    };
    return this.isQueueIdle ? list() : this.reached().then(list);
  }

  read(space: Space, keys: readonly string[]): Promise<readonly FoundRecord[]> {
    return this.askAll("read", space, keys);
  }

  has(space: Space, keys: readonly string[]): Promise<readonly boolean[]> {
    return this.askAll("has", space, keys);
  }

  write(space: Space, writes: readonly (RecordWrite | LazyWrite)[]): Promise<readonly WriteOutcome[]> {
    return this.askAll("write", space, writes);
  }

  writeTogether(space: Space, writes: readonly RecordWrite[]): Promise<void> {
    const group = { space, writes };
    const write = async (groups: readonly WriteGroup[]) => this.writeAtomically(groups, this.clock.now());
    if (!this.supports.atomicWrites) return this.runAlone(() => write([group]));
    if (this.isStorageClosed) return Promise.reject(new BackendClosedError({ place: this.place }));
    return this.openQueue().join(group, write);
  }

  change(space: Space, changes: readonly RecordChange[]): Promise<readonly ChangeOutcome[]> {
    return this.askAll("change", space, changes);
  }

  /**
   * Reads a record, computes its new content and writes it, unless another writer was faster: then nothing is written, and the result is
   * `undefined`. The function may take long, and use the store. A medium overrides this hook if it can let the attempts of several stores
   * wait for each other, so that few are in vain.
   */
  async attemptChange(space: Space, key: string, change: ChangeRecord): Promise<RecordContent | undefined> {
    const [found] = await this.read(space, [key]);
    return this.writeIfUnchanged(space, key, found, await change(found));
  }

  /** Writes a record in place of the one that was found, if any, unless that has changed; then the result is `undefined`. */
  protected async writeIfUnchanged(
    space: Space,
    key: string,
    found: FoundRecord,
    content: RecordContent,
  ): Promise<RecordContent | undefined> {
    const condition = found ? { unchanged: found.revision } : "absent";
    const [outcome] = await this.write(space, [{ key, condition, content }]);
    return outcome?.written ? content : undefined;
  }

  remove(space: Space, removals: readonly RecordRemoval[]): Promise<readonly boolean[]> {
    return this.askAll("remove", space, removals);
  }

  async confirm(space: Space, keys: readonly string[]): Promise<void> {
    if (this.supports.confirms) await this.askAll("confirm", space, keys);
  }

  async *scan(space: Space, range: ScanRange = {}): AsyncGenerator<readonly string[], void, undefined> {
    this.assertOpen();
    await this.reached(); // A scan includes the effects of earlier operations.
    for await (const page of this.#committed(this.scanKeys(space, range, this.clock.now()))) {
      yield page;
      this.assertOpen();
    }
  }

  async holds(space: Space): Promise<boolean> {
    this.assertOpen();
    await this.reached();
    if (!(await this.hasSpace(space))) return false;
    for (const expired of [false, true]) {
      for await (const page of this.scan(space, { limit: 1, expired })) if (page.length > 0) return true;
    }
    return false;
  }

  /** Makes the indexes of a model; returns `undefined` if this store has done so. */
  indexed(model: IndexedModel): Promise<void> | undefined {
    const known = model.indexes.length === 0 ? "made" : this.#indexed.get(model);
    if (known) return known === "made" ? undefined : known;
    const making = this.track(() => this.makeIndexes(model)).then(
      () => void this.#indexed.set(model, "made"),
      (error: unknown) => {
        this.#indexed.delete(model); // The next call tries again.
        throw error;
      },
    );
    this.#indexed.set(model, making);
    return making;
  }

  /** Plans a query after all earlier operations; `undefined` where every record has to be read, perhaps under locks. */
  async plan(lookup: Lookup): Promise<LookupPlan | undefined> {
    this.assertOpen();
    await this.reached();
    return this.wraps("read") ? undefined : this.planLookup(lookup, this.clock.now());
  }

  /** Yields the candidates of a plan. */
  async *candidates(plan: LookupPlan): AsyncGenerator<CandidatePage, void, undefined> {
    const pages = plan.pages();
    let start = realTime.elapsed();
    for await (const page of plan.isSeparate ? pages : this.#committed(pages)) {
      // A page may be empty, and is read synchronously. Other operations need not wait for the next one.
      if (realTime.elapsed() - start > PAGE_MS) {
        await yieldToEventLoop();
        start = realTime.elapsed();
      }
      yield page;
      this.assertOpen();
    }
  }

  /**
   * Reports the keys of a space whose records change, also by other processes, until the watch is aborted; may report a key too often. Called outside
   * of the queue. By default the prefix is read again and again; a medium that can tell what changes overrides it.
   */
  async watchKeys(space: Space, watch: KeyWatch): Promise<void> {
    const { pollKeys } = await import("./algorithms/poll-keys.ts"); // Loaded on first use.
    await pollKeys(this, space, watch);
  }

  #committed<T>(pages: AsyncIterable<T> | Iterable<Awaitable<T>>): AsyncIterable<T> | Iterable<Awaitable<T>> {
    if (!this.transactions) return pages;
    return committedPages(pages, () => (this.supports.synchronous && this.isQueueIdle ? undefined : this.openQueue()));
  }

  async wipe(space: Space, range: RemovalRange = {}): Promise<number> {
    this.assertOpen();
    const parts = () => this.removeRange(space, range, this.clock.now());
    // No caller sees expired records, so other operations may run between the parts.
    if (range.expired) return sumOf(committedPages(parts(), () => this.openQueue()));
    return this.runAlone(() => sumOf(parts()));
  }
}

async function sumOf(counts: AsyncIterable<number> | Iterable<Awaitable<number>>): Promise<number> {
  let sum = 0;
  for await (const count of counts) sum += count;
  return sum;
}

import { resolve } from "node:path";
import type { RecordIndex } from "@results-manager/core/internal";
import {
  type Awaitable,
  type ChangeOutcome,
  type FoundRecord,
  type IndexedModel,
  type KeyWatch,
  type Lookup,
  type LookupPlan,
  type Outcome,
  type RecordChange,
  type RecordRemoval,
  type RecordUsage,
  type RecordWrite,
  type RemovalRange,
  type ScanRange,
  type SessionWitness,
  type Space,
  StorageBase,
  type StorageOptions,
  type StorageSupports,
  type Transactions,
  type WriteOutcome,
} from "@results-manager/core/storage";
import {
  changeBatch,
  presenceBatch,
  readBatch,
  removeBatch,
  removeRange,
  SqlUses,
  tableOf,
  writeBatch,
} from "@results-manager/sql";
import { callIndex } from "./call-index.ts";
import { USE_SQL } from "./driver/fixed-sql.ts";
import { MEMORY } from "./driver/open-file.ts";
import { SessionLocks } from "./driver/session-locks.ts";
import { releaseSpace, type SpaceParts } from "./driver/space.ts";
import { parseSqliteOptions, type ResolvedSqliteOptions, type SqliteOptions } from "./driver/sqlite-options.ts";
import { makeIndexes } from "./lookup/make-indexes.ts";
import { scanKeys } from "./scan-keys.ts";
import { Session } from "./session.ts";

/** Outcome of each item of a batch. */
type Outcomes<T> = Awaitable<readonly Outcome<T>[]>;

/** Stores records in the tables of a SQLite database. Any number of processes may use the file at once. */
export class SqliteStorage extends StorageBase {
  readonly supports: StorageSupports;
  /** Absolute path of the database file, or `:memory:`. */
  readonly path: string;
  readonly #options: ResolvedSqliteOptions;
  readonly #session: Session;
  readonly #sessionLocks: SessionLocks | undefined;
  readonly #uses: SqlUses;
  #recordIndex: RecordIndex | undefined;

  /**
   * Opens the database of a path, of a `file:` URL, or in memory with `:memory:`. The first operation checks its content.
   *
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no file, with `createIfMissing: false` or `readOnly: true`.
   * @throws {StorageError} when the file cannot be made or opened.
   * @throws {TypeError} for invalid options; {@link RangeError} for a number out of range.
   */
  constructor(file: string | URL, options: SqliteOptions & StorageOptions = {}) {
    const { path, ...parsed } = parseSqliteOptions(file, options);
    super(options);
    this.path = path === MEMORY ? path : resolve(path);
    const isFile = this.path !== MEMORY;
    this.supports = {
      retains: true,
      persistent: isFile,
      crossProcess: isFile,
      atomicWrites: true,
      confirms: isFile,
      synchronous: true,
      batchSize: 64,
    };
    this.#options = parsed;
    this.#session = new Session(this.path, parsed);
    this.#uses = new SqlUses(this.#session, USE_SQL);
    this.#sessionLocks = isFile && !parsed.readOnly ? new SessionLocks(this.path) : undefined;
  }

  protected override get transactions(): Transactions {
    return this.#session;
  }

  protected override hasSpace(space: Space): Awaitable<boolean> {
    return this.#session.hasTable(space);
  }

  protected override readRecords(space: Space, keys: readonly string[]): Outcomes<FoundRecord> {
    return this.#session.run(space, "read", keys, readBatch, 0);
  }

  protected override hasRecords(space: Space, keys: readonly string[], now: number): Outcomes<boolean> {
    return this.#session.run(space, "read", keys, presenceBatch, now);
  }

  protected override writeRecords(space: Space, writes: readonly RecordWrite[], now: number): Outcomes<WriteOutcome> {
    return this.#session.run(space, "write", writes, writeBatch, now);
  }

  protected override confirmRecords(_space: Space, keys: readonly string[]): Outcomes<undefined> {
    const none = keys.map(() => undefined);
    return this.#session.confirm()?.then(() => none) ?? none;
  }

  protected override removeRecords(space: Space, removals: readonly RecordRemoval[], now: number): Outcomes<boolean> {
    return this.#session.run(space, "write", removals, removeBatch, now);
  }

  protected override compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Outcomes<ChangeOutcome> {
    return this.#session.run(space, "write", changes, changeBatch, now);
  }

  protected override noteUses(space: Space, keys: readonly string[], now: number): Awaitable<void> {
    if (space === "cache") return this.#uses.note(keys, now);
  }

  protected override listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    return space === "cache" ? this.#uses.list() : super.listUses(space);
  }

  protected override scanKeys(space: Space, range: ScanRange, now: number): Iterable<Awaitable<readonly string[]>> {
    return scanKeys(this.#session, space, range, now);
  }

  protected override async *removeRange(
    space: Space,
    range: RemovalRange,
    now: number,
  ): AsyncGenerator<number, void, undefined> {
    await this.#session.ready(space);
    if (this.#session.mayHoldInvalidIds(space)) {
      for await (const removed of super.removeRange(space, range, now)) yield removed;
    } else yield* removeRange(this.#session, space, range, now);
  }

  protected override planLookup(lookup: Lookup, now: number): Awaitable<LookupPlan | undefined> {
    const ready = this.#session.ready("results");
    if (ready) return ready.then(() => this.planLookup(lookup, now));
    return this.#session.lookup.plan(lookup, now);
  }

  protected override async makeIndexes(model: IndexedModel): Promise<void> {
    if (!this.#options.readOnly) await this.#session.ready("results");
    await makeIndexes(this.#maintenance, model);
  }

  override async watchKeys(space: Space, watch: KeyWatch): Promise<void> {
    await this.runAlone(async () => this.#session.ready(space));
    await (this.#session.watch(space, watch) ?? super.watchKeys(space, watch));
  }

  override get recordIndex(): RecordIndex {
    this.#recordIndex ??= callIndex(this.#session, {
      alone: (task) => this.runAlone(task),
      now: () => this.clock.now(),
    });
    return this.#recordIndex;
  }

  override get sessions(): SessionWitness | undefined {
    return this.#sessionLocks;
  }

  override releaseSpace(isThorough: boolean): Promise<number> {
    return releaseSpace(this.#maintenance, isThorough);
  }

  protected override closeStorage(): Promise<void> {
    this.#sessionLocks?.close();
    return this.#session.close();
  }

  override get place(): string {
    return this.path;
  }

  override locate(space: Space, key: string): string {
    return `${this.path}, table '${tableOf(space)}', id '${key}'`;
  }

  get #maintenance(): SpaceParts {
    return {
      path: this.path,
      options: this.#options,
      maintain: (work) => this.#session.maintain(work),
      alone: (task) => this.runAlone(task),
    };
  }
}

import { resolve } from "node:path";
import { changeByKey, isoTime, type RecordIndex } from "@results-manager/core/internal";
import {
  type Awaitable,
  type ChangeOutcome,
  type FoundRecord,
  type Outcome,
  type RecordChange,
  type RecordRemoval,
  type RecordUsage,
  type RecordWrite,
  type ScanRange,
  type SessionWitness,
  type Space,
  StorageBase,
  type StorageOptions,
  type StorageSupports,
  type Transactions,
  type WriteOutcome,
} from "@results-manager/core/storage";
import { KeyScan, PAGE, tableOf, toUse, type UseRow } from "@results-manager/sql";
import { SqliteRecordIndex } from "./call-index.ts";
import { keyReader } from "./driver/key-reader.ts";
import { MEMORY } from "./driver/open-file.ts";
import { prepareUses, type UseStatements } from "./driver/record-statements.ts";
import { Session } from "./driver/session.ts";
import { SessionLocks } from "./driver/session-locks.ts";
import { releaseSpace } from "./driver/space.ts";
import { removeRecord } from "./remove-record.ts";
import { parseSqliteOptions, type ResolvedSqliteOptions, type SqliteOptions } from "./sqlite-options.ts";
import { changeRecord, findRecord, writeRecord } from "./write-record.ts";

/** Stores records in the tables of a SQLite database. Any number of processes may use the file at once. */
export class SqliteStorage extends StorageBase {
  readonly supports: StorageSupports;
  /** Absolute path of the database file, or `:memory:`. */
  readonly path: string;
  readonly #options: ResolvedSqliteOptions;
  readonly #session: Session;
  readonly #sessionLocks: SessionLocks | undefined;
  #uses: UseStatements | undefined;
  #recordIndex: RecordIndex | undefined;

  /**
   * Opens the database at `path`. The first operation checks its content.
   *
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no file, with `createIfMissing: false` or `readOnly: true`.
   * @throws {StorageError} when the file cannot be made or opened.
   * @throws {TypeError} for invalid options; {@link RangeError} for a number out of range.
   */
  constructor(path: string, options: SqliteOptions & StorageOptions = {}) {
    super(options);
    const parsed = parseSqliteOptions(path, options);
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
    this.#sessionLocks = isFile && !parsed.readOnly ? new SessionLocks(this.path) : undefined;
  }

  protected override get transactions(): Transactions {
    return this.#session;
  }

  protected override readRecords(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]> {
    return this.#session.perform(space, "read", keys.length === 1, (statements) =>
      this.#session.each(keys, keyItself, (key) => findRecord(statements, key)),
    );
  }

  protected override hasRecords(
    space: Space,
    keys: readonly string[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]> {
    return this.#session.perform(space, "read", keys.length === 1, ({ has }) =>
      keys.map((key) => has.get(key, now) !== undefined),
    );
  }

  protected override writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Awaitable<readonly Outcome<WriteOutcome>[]> {
    return this.#session.perform(space, "write", writes.length === 1 && isOneStatement(writes[0]), (statements) =>
      this.#session.each(writes, keyOf, (write) => writeRecord(statements, write, now)),
    );
  }

  protected override confirmRecords(_space: Space, keys: readonly string[]): Awaitable<readonly Outcome<undefined>[]> {
    const none = keys.map(() => undefined);
    const reached = this.#session.confirm();
    return reached ? reached.then(() => none) : none;
  }

  protected override removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]> {
    return this.#session.perform(space, "write", removals.length === 1 && isOneStatement(removals[0]), (statements) =>
      this.#session.each(removals, keyOf, (removal) => removeRecord(statements, removal, now)),
    );
  }

  protected override compareAndSwap(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Awaitable<readonly Outcome<ChangeOutcome>[]> {
    return this.#session.perform(space, "write", false, (statements) =>
      changeByKey(changes, (key, ofKey) => {
        try {
          return changeRecord(statements, key, ofKey, now);
        } catch (error) {
          const failure = this.#session.failed(error, key);
          return ofKey.map(() => failure);
        }
      }),
    );
  }

  protected override noteUses(space: Space, keys: readonly string[], now: number): Awaitable<void> {
    if (space !== "cache") return;
    const usedAt = isoTime(now);
    return this.#session.perform(space, "write", false, () => {
      const { noteUse } = this.#useStatements();
      for (const key of keys) noteUse.run(usedAt, key);
    });
  }

  protected override async *listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    if (space !== "cache") return yield* super.listUses(space);
    let last = "";
    for (;;) {
      const rows = await this.#session.perform(space, "read", true, () => this.#useStatements().listUses.all(last));
      const page = (rows as UseRow[]).map(toUse);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.key ?? last;
    }
  }

  protected override *scanKeys(space: Space, range: ScanRange, now: number): Generator<Awaitable<readonly string[]>> {
    const open = this.#session.perform(
      space,
      "read",
      true,
      (statements) => new KeyScan(keyReader(statements), this.#session.mayHoldInvalidIds(space), range, now),
    );
    let scan: KeyScan | undefined;
    if (open instanceof Promise) {
      yield open.then((opened) => {
        scan = opened;
        return [];
      });
    } else scan = open;
    while (scan && !scan.isDone) yield this.#session.attempt(() => (scan as KeyScan).next());
  }

  override get recordIndex(): RecordIndex {
    this.#recordIndex ??= new SqliteRecordIndex({
      connection: this.#session.connection,
      isReady: () => this.#session.isReady("calls"),
      perform: (space, access, isLone, work) => this.#session.perform(space, access, isLone, work),
      inTransaction: (work) => this.runAlone(() => this.#inTransaction(work)),
      reached: () => this.runAlone(async () => {}),
      now: () => this.clock.now(),
    });
    return this.#recordIndex;
  }

  async #inTransaction(work: () => Promise<void>): Promise<void> {
    this.#session.begin();
    try {
      await work();
    } catch (error) {
      this.#session.rollback();
      throw error;
    }
    await this.#session.commit();
  }

  override get sessions(): SessionWitness | undefined {
    return this.#sessionLocks;
  }

  override releaseSpace(isThorough: boolean): Promise<number> {
    const parts = { session: this.#session, path: this.path, options: this.#options };
    return releaseSpace({ ...parts, alone: (task) => this.runAlone(task) }, isThorough);
  }

  protected override closeStorage(): Promise<void> {
    this.#sessionLocks?.close();
    return this.#session.close();
  }

  override locate(space: Space, key: string): string {
    return `${this.path}, table '${tableOf(space)}', id '${key}'`;
  }

  #useStatements(): UseStatements {
    this.#uses ??= prepareUses(this.#session.connection);
    return this.#uses;
  }
}

function keyItself(key: string): string {
  return key;
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}

/** Tells whether an operation is a single statement: a condition on the existing record takes several. */
function isOneStatement(item: RecordWrite | RecordRemoval | undefined): boolean {
  return typeof item?.condition === "string";
}

import { existsSync, mkdirSync } from "node:fs";
import { dirname, resolve } from "node:path";
import {
  type Awaitable,
  type CallIndex,
  type ChangeOutcome,
  changeByKey,
  type FoundRecord,
  isoTime,
  type Outcome,
  type RecordChange,
  type RecordRemoval,
  type RecordUse,
  type RecordWrite,
  type ScanRange,
  type Space,
  StorageBase,
  StorageError,
  type StorageOptions,
  type StorageSupports,
  StoreNotFoundError,
  type Transactions,
  type WriteOutcome,
} from "@results-manager/core";
import { SqliteCallIndex } from "./call-index.ts";
import { RecordScan } from "./record-scan.ts";
import { removeRecord } from "./remove-record.ts";
import { PAGE } from "./sql/list-queries.ts";
import { toUse, type UseRow } from "./sql/use-row.ts";
import { retryWhileBusy } from "./sqlite/busy-retry.ts";
import { Connection } from "./sqlite/connection.ts";
import { IdleCheckpoint } from "./sqlite/idle-checkpoint.ts";
import { openDatabase, type SqliteDatabase } from "./sqlite/native.ts";
import { prepareRecords, prepareUses, type RecordStatements, type UseStatements } from "./sqlite/record-statements.ts";
import { setUp } from "./sqlite/set-up.ts";
import { isBusy, sqliteCode, sqliteError } from "./sqlite/sqlite-error.ts";
import { type Access, TransactionScope } from "./sqlite/transaction-scope.ts";
import { parseSqliteOptions, type ResolvedSqliteOptions, type SqliteOptions } from "./sqlite-options.ts";
import { changeRecord, findRecord, writeRecord } from "./write-record.ts";

const MEMORY = ":memory:";

/** Keeps records in the tables of a SQLite database. Any number of processes may use the file at once. */
export class SqliteStorage extends StorageBase {
  readonly supports: StorageSupports;
  /** The database's file, as an absolute path, or `:memory:`. */
  readonly path: string;
  readonly #options: ResolvedSqliteOptions;
  readonly #connection: Connection;
  readonly #scope: TransactionScope;
  readonly #checkpoint: IdleCheckpoint;
  readonly #statements = new Map<Space, RecordStatements>();
  #uses: UseStatements | undefined;
  #callIndex: CallIndex | undefined;
  #settingUp: Promise<void> | undefined;
  #isReady = false;

  /**
   * Opens the database at `path`. What is in it is looked at by the first operation.
   *
   * @throws {StoreNotFoundError} `STORE_NOT_FOUND` when there is no file, with `createIfMissing: false` or `readOnly: true`.
   * @throws {StorageError} when the file cannot be made or opened.
   * @throws {TypeError} for options that are none; {@link RangeError} for a number out of range.
   */
  constructor(path: string, options: SqliteOptions & StorageOptions = {}) {
    super(options);
    this.#options = parseSqliteOptions(path, options);
    this.path = path === MEMORY ? path : resolve(path);
    const isFile = this.path !== MEMORY;
    this.supports = { retains: true, persistent: isFile, crossProcess: isFile, transactions: true, batchSize: 64 };
    this.#connection = new Connection(open(this.path, this.#options));
    this.#scope = new TransactionScope(this.#connection);
    this.#checkpoint = new IdleCheckpoint(this.#connection, isFile && !this.#options.readOnly);
  }

  protected override get transactions(): Transactions {
    return {
      begin: () => this.#scope.begin(),
      commit: () => this.#attempt(() => this.#scope.commit()),
      rollback: () => this.#scope.rollback(),
    };
  }

  protected override readRecords(space: Space, keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]> {
    return this.#perform(space, "read", keys.length === 1, (statements) =>
      this.#each(keys, keyItself, (key) => findRecord(statements, key)),
    );
  }

  protected override hasRecords(
    space: Space,
    keys: readonly string[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]> {
    return this.#perform(space, "read", keys.length === 1, ({ has }) =>
      keys.map((key) => has.get(key, now) !== undefined),
    );
  }

  protected override writeRecords(
    space: Space,
    writes: readonly RecordWrite[],
    now: number,
  ): Awaitable<readonly Outcome<WriteOutcome>[]> {
    this.#checkpoint.touch();
    return this.#perform(space, "write", writes.length === 1 && isOneStatement(writes[0]), (statements) =>
      this.#each(writes, keyOf, (write) => writeRecord(statements, write, now)),
    );
  }

  protected override removeRecords(
    space: Space,
    removals: readonly RecordRemoval[],
    now: number,
  ): Awaitable<readonly Outcome<boolean>[]> {
    this.#checkpoint.touch();
    return this.#perform(space, "write", removals.length === 1 && isOneStatement(removals[0]), (statements) =>
      this.#each(removals, keyOf, (removal) => removeRecord(statements, removal, now)),
    );
  }

  protected override changeRecords(
    space: Space,
    changes: readonly RecordChange[],
    now: number,
  ): Awaitable<readonly Outcome<ChangeOutcome>[]> {
    this.#checkpoint.touch();
    return this.#perform(space, "write", false, (statements) =>
      changeByKey(changes, (key, ofKey) => {
        try {
          return changeRecord(statements, key, ofKey, now);
        } catch (error) {
          const failure = this.#failed(error, key);
          return ofKey.map(() => failure);
        }
      }),
    );
  }

  protected override noteUses(space: Space, keys: readonly string[], now: number): Awaitable<void> {
    if (space !== "cache") return;
    const usedAt = isoTime(now);
    return this.#perform(space, "write", false, () => {
      const { noteUse } = this.#useStatements();
      for (const key of keys) noteUse.run(usedAt, key);
    });
  }

  protected override async *listUses(space: Space): AsyncGenerator<readonly RecordUse[], void, undefined> {
    if (space !== "cache") return yield* super.listUses(space);
    let last = "";
    for (;;) {
      const rows = await this.#perform(space, "read", true, () => this.#useStatements().listUses.all(last));
      const page = (rows as UseRow[]).map(toUse);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)?.key ?? last;
    }
  }

  protected override *scanKeys(space: Space, range: ScanRange, now: number): Generator<Awaitable<readonly string[]>> {
    const open = this.#perform(space, "read", true, (statements) => new RecordScan(statements, range, now));
    let scan: RecordScan | undefined;
    if (open instanceof Promise) {
      yield open.then((opened) => {
        scan = opened;
        return [];
      });
    } else scan = open;
    while (scan && !scan.isDone) yield this.#attempt(() => (scan as RecordScan).next());
  }

  protected override get callIndex(): CallIndex {
    this.#callIndex ??= new SqliteCallIndex({
      connection: this.#connection,
      isReady: () => this.#isReady,
      perform: (space, access, isLone, work) => this.#perform(space, access, isLone, work),
      inTransaction: (work) => this.runAlone(() => this.#inTransaction(work)),
      reached: () => this.runAlone(async () => {}),
      now: () => this.clock.now(),
    });
    return this.#callIndex;
  }

  async #inTransaction(work: () => Promise<void>): Promise<void> {
    this.#checkpoint.touch();
    this.#scope.begin();
    try {
      await work();
    } catch (error) {
      this.#scope.rollback();
      throw error;
    }
    await this.#attempt(() => this.#scope.commit());
  }

  protected override async closeStorage(): Promise<void> {
    await this.#settingUp?.catch(() => {}); // Whoever asked for it has been told.
    this.#checkpoint.close();
    this.#connection.close();
  }

  override locate(space: Space, key: string): string {
    return `${this.path}, table '${space}', id '${key}'`;
  }

  /** Does work within the transaction of the moment; `isLone` when it is one statement, which needs none. */
  #perform<T>(space: Space, access: Access, isLone: boolean, work: (statements: RecordStatements) => T): Awaitable<T> {
    if (!this.#isReady) return this.#getReady().then(() => this.#perform(space, access, isLone, work));
    const statements = this.#statementsOf(space);
    return this.#attempt(() => this.#scope.run(access, isLone, () => work(statements)));
  }

  /** Does work at once, or as soon as other processes let it. */
  #attempt<T>(work: () => Awaitable<T>): Awaitable<T> {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw sqliteError(error, this.path);
      return retryWhileBusy(this.path, this.#options.busyTimeoutMs, work).catch((failure: unknown) => {
        throw sqliteError(failure, this.path);
      });
    }
  }

  #each<I, T>(items: readonly I[], key: (item: I) => string, work: (item: I) => T): Outcome<T>[] {
    const outcomes: Outcome<T>[] = [];
    for (const item of items) {
      try {
        outcomes.push(work(item));
      } catch (error) {
        outcomes.push(this.#failed(error, key(item)));
      }
    }
    return outcomes;
  }

  /** An error fails its item alone, unless it ended the transaction of all: then it is thrown. */
  #failed(error: unknown, key: string): Error {
    if (isBusy(error) || this.#scope.isLost()) throw error;
    return sqliteError(error, this.path, key);
  }

  #getReady(): Promise<void> {
    const begin = () => setUp(this.#connection, this.path, this.#options);
    this.#settingUp ??= retryWhileBusy(this.path, this.#options.busyTimeoutMs, begin).then(
      () => {
        this.#isReady = true;
      },
      (error: unknown) => {
        this.#settingUp = undefined;
        throw sqliteError(error, this.path);
      },
    );
    return this.#settingUp;
  }

  #useStatements(): UseStatements {
    this.#uses ??= prepareUses(this.#connection);
    return this.#uses;
  }

  #statementsOf(space: Space): RecordStatements {
    let statements = this.#statements.get(space);
    if (!statements) {
      statements = prepareRecords(this.#connection, space);
      this.#statements.set(space, statements);
    }
    return statements;
  }
}

function keyItself(key: string): string {
  return key;
}

function keyOf({ key }: { readonly key: string }): string {
  return key;
}

/** Whatever depends on what was read takes several statements. */
function isOneStatement(item: RecordWrite | RecordRemoval | undefined): boolean {
  return typeof item?.condition === "string";
}

function open(path: string, { createIfMissing, readOnly }: ResolvedSqliteOptions): SqliteDatabase {
  const mayMake = createIfMissing && !readOnly;
  if (path === MEMORY) return openDatabase(path, { readOnly: false, mustExist: false });
  if (!mayMake && !existsSync(path)) throw new StoreNotFoundError(path);
  try {
    if (mayMake) mkdirSync(dirname(path), { recursive: true });
    return openDatabase(path, { readOnly, mustExist: !mayMake });
  } catch (error) {
    if (sqliteCode(error) !== undefined) throw sqliteError(error, path);
    if (error instanceof Error && "syscall" in error) {
      throw new StorageError(`The folder of '${path}' cannot be made: ${error.message}.`, { cause: error });
    }
    throw error;
  }
}

import { StorageError } from "@results-manager/core";
import type { Awaitable, Outcome, Space, Transactions } from "@results-manager/core/storage";
import { PART_OF, type Part } from "@results-manager/sql";
import type { ResolvedSqliteOptions } from "../sqlite-options.ts";
import { retryWhileBusy } from "./busy-retry.ts";
import { Connection } from "./connection.ts";
import { DatabaseFile } from "./database-file.ts";
import { IdleCheckpoint } from "./idle-checkpoint.ts";
import { checkLayout, isForeignTable, isUpToDate } from "./layout.ts";
import { LogSync } from "./log-sync.ts";
import type { SqliteDatabase } from "./native.ts";
import { MEMORY, openFile } from "./open-file.ts";
import { prepareRecords, type RecordStatements } from "./record-statements.ts";
import { configure, makeTables } from "./set-up.ts";
import { isBusy, sqliteError } from "./sqlite-error.ts";
import { type Access, TransactionScope } from "./transaction-scope.ts";

/**
 * An open database. Work runs within the current transaction, after the tables have been made, and is retried while other processes write.
 */
export class Session implements Transactions {
  readonly connection: Connection;
  readonly #path: string;
  readonly #options: ResolvedSqliteOptions;
  readonly #file: DatabaseFile | undefined;
  readonly #scope: TransactionScope;
  readonly #checkpoint: IdleCheckpoint;
  readonly #log: LogSync;
  readonly #statements = new Map<Space, RecordStatements>();
  /** Parts whose tables exist. */
  readonly #ready = new Set<Part>();
  #settingUp: { readonly part: Part; readonly done: Promise<void> } | undefined;
  #isConfigured = false;
  #isForeignTable = false;

  /** @throws as {@link openFile}. */
  constructor(path: string, options: ResolvedSqliteOptions) {
    this.#path = path;
    this.#options = options;
    this.connection = new Connection(openFile(path, options));
    const isFile = path !== MEMORY;
    const file = isFile ? new DatabaseFile(path, options.durability === "full") : undefined;
    this.#file = file;
    this.#scope = new TransactionScope(this.connection, {
      onRollback: () => this.#ready.clear(),
      onCommit: () => file?.assertThere(),
    });
    this.#checkpoint = new IdleCheckpoint(this.connection, isFile && !options.readOnly);
    this.#log = new LogSync(this.connection, path);
  }

  /** Tells whether the table of a space exists. */
  isReady(space: Space): boolean {
    return this.#settingUp === undefined && this.#ready.has(PART_OF[space]);
  }

  /** Tells whether another program made the table of a space, so that it may contain invalid ids. The table must exist. */
  mayHoldInvalidIds(space: Space): boolean {
    return space === "results" && this.#isForeignTable;
  }

  /** Runs work within the current transaction; `isLone` when it is one statement, which needs none. */
  perform<T>(space: Space, access: Access, isLone: boolean, work: (statements: RecordStatements) => T): Awaitable<T> {
    if (!this.isReady(space)) return this.#getReady(space).then(() => this.perform(space, access, isLone, work));
    if (access === "write") this.#checkpoint.touch();
    const statements = this.#statementsOf(space);
    return this.attempt(() => this.#scope.run(access, isLone, () => work(statements)));
  }

  /** Runs work synchronously, or retries it while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T> {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw sqliteError(error, this.#path);
      return retryWhileBusy(this.#path, this.#options.busyTimeoutMs, work).catch((failure: unknown) => {
        throw sqliteError(failure, this.#path);
      });
    }
  }

  /**
   * Makes all visible commits as durable as this store's own; returns `undefined` where they are known to be.
   *
   * @throws as {@link DatabaseFile.assertThere}.
   */
  confirm(): Promise<void> | undefined {
    this.#file?.assertThere();
    if (this.#options.durability === "process") return undefined;
    return this.#log.reached()?.catch((cause: unknown) => {
      throw new StorageError(`'${this.#path}' could not be synced to the disk: ${(cause as Error).message}.`, {
        cause,
      });
    });
  }

  /** Runs maintenance on the database outside of a transaction, and retries it while other processes write. */
  async maintain<T>(work: (database: SqliteDatabase) => T): Promise<T> {
    while (this.#settingUp) await this.#settingUp.done.catch(() => {});
    return this.attempt(() => {
      if (!this.#isConfigured) checkLayout(this.connection, this.#path);
      this.#configure();
      return work(this.connection.database);
    });
  }

  /** Runs work for each item. An error fails its item only, unless it ended the transaction of all items. */
  each<I, T>(items: readonly I[], key: (item: I) => string, work: (item: I) => T): Outcome<T>[] {
    const outcomes: Outcome<T>[] = [];
    for (const item of items) {
      try {
        outcomes.push(work(item));
      } catch (error) {
        outcomes.push(this.failed(error, key(item)));
      }
    }
    return outcomes;
  }

  /** Returns the outcome of an item that failed. @throws an error that ended the transaction of all items. */
  failed(error: unknown, key: string): Error {
    if (isBusy(error) || this.#scope.isLost()) throw error;
    return sqliteError(error, this.#path, key);
  }

  /** Begins a group of operations that take effect together with `commit`. */
  begin(): void {
    this.#scope.begin();
  }

  /** Commits the group. If it fails, nothing since `begin` has taken effect. */
  commit(): Awaitable<void> {
    return this.attempt(() => this.#scope.commit());
  }

  /** Undoes all operations since `begin`. */
  rollback(): void {
    this.#scope.rollback();
  }

  /** Waits for a running setup, and closes the database. */
  async close(): Promise<void> {
    await this.#settingUp?.done.catch(() => {}); // The operation that needed it has reported the error.
    this.#checkpoint.close();
    this.connection.close();
  }

  async #getReady(space: Space): Promise<void> {
    const part = PART_OF[space];
    while (this.#settingUp && this.#settingUp.part !== part) await this.#settingUp.done.catch(() => {});
    this.#settingUp ??= {
      part,
      done: this.#setUp(part).finally(() => {
        this.#settingUp = undefined;
      }),
    };
    await this.#settingUp.done;
  }

  async #setUp(part: Part): Promise<void> {
    const { connection } = this;
    try {
      await retryWhileBusy(this.#path, this.#options.busyTimeoutMs, async () => {
        isUpToDate(connection, this.#path, part); // Refuses an unsuitable database before altering it.
        this.#configure();
        this.#scope.endReading();
        await makeTables(connection, this.#path, this.#options, part);
      });
    } catch (error) {
      throw sqliteError(error, this.#path);
    }
    if (part === "results") this.#isForeignTable = isForeignTable(connection);
    this.#ready.add(part);
  }

  #configure(): void {
    if (!this.#isConfigured) configure(this.connection, this.#options);
    this.#isConfigured = true;
  }

  #statementsOf(space: Space): RecordStatements {
    let statements = this.#statements.get(space);
    if (!statements) {
      statements = prepareRecords(this.connection, space);
      this.#statements.set(space, statements);
    }
    return statements;
  }
}

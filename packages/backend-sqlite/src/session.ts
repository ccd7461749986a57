import { StorageError } from "@results-manager/core";
import type { Awaitable, KeyWatch, RecordWrite, Space, Transactions } from "@results-manager/core/storage";
import {
  type Access,
  attempt,
  type BatchWork,
  type KeyReader,
  type RecordStatements,
  type Retrying,
  type SqlSession,
  tableOf,
  tryAgain,
} from "@results-manager/sql";
import { Connection } from "./driver/connection.ts";
import { DatabaseFile } from "./driver/database-file.ts";
import { IdleCheckpoint } from "./driver/idle-checkpoint.ts";
import { keyReader } from "./driver/key-reader.ts";
import { hasTable } from "./driver/layout.ts";
import { LogSync } from "./driver/log-sync.ts";
import type { SqliteDatabase } from "./driver/native.ts";
import { MEMORY, openFile } from "./driver/open-file.ts";
import { RecordsOfSpaces } from "./driver/records-of-spaces.ts";
import { SqliteConnection } from "./driver/sqlite-connection.ts";
import { isBusy } from "./driver/sqlite-error.ts";
import type { ResolvedSqliteOptions } from "./driver/sqlite-options.ts";
import type { SqliteRecords } from "./driver/sqlite-records.ts";
import { TableSetup } from "./driver/table-setup.ts";
import { TransactionScope } from "./driver/transaction-scope.ts";
import { LookupAccess } from "./lookup/lookup-access.ts";
import { watchChanges } from "./watching/watch-changes.ts";

/**
 * An open database. Work runs within the current transaction, after the tables have been made, and is retried while other processes write.
 */
export class Session implements SqlSession, Transactions {
  readonly connection: SqliteConnection;
  /** Prepared statements of the database. */
  readonly statements: Connection;
  readonly lookup: LookupAccess;
  readonly #path: string;
  readonly #options: ResolvedSqliteOptions;
  readonly #file: DatabaseFile | undefined;
  readonly #scope: TransactionScope;
  readonly #checkpoint: IdleCheckpoint;
  readonly #log: LogSync;
  readonly #retrying: Retrying;
  readonly #records: RecordsOfSpaces;
  /** Records of the spaces whose tables exist; empty while tables are made. */
  readonly #usable = new Map<Space, SqliteRecords>();
  readonly #setup: TableSetup;

  /** @throws as {@link openFile}. */
  constructor(path: string, options: ResolvedSqliteOptions) {
    this.#path = path;
    this.#options = options;
    this.statements = new Connection(openFile(path, options));
    this.#retrying = { path, timeoutMs: options.busyTimeoutMs };
    const isFile = path !== MEMORY;
    this.#file = isFile ? new DatabaseFile(path, options.durability === "full") : undefined;
    this.#scope = new TransactionScope(this.statements, isFile && options.durability === "full", {
      onRollback: () => this.#setup.forget(),
      onCommit: () => this.#file?.afterCommit(),
    });
    this.connection = new SqliteConnection(this.statements, this.#scope, path);
    this.#records = new RecordsOfSpaces(this.statements, path, (error) => isBusy(error) || this.#scope.isLost());
    this.#checkpoint = new IdleCheckpoint(this.statements, isFile && !options.readOnly);
    this.#log = new LogSync(this.statements, path);
    const attempt: Session["attempt"] = (work) => this.attempt(work);
    const parts = { statements: this.statements, path, options, attempt };
    this.lookup = new LookupAccess({ ...parts, file: this.#file, isForeign: () => this.#setup.isForeign });
    this.#setup = new TableSetup({
      ...parts,
      endReading: () => this.#scope.endReading(),
      onDoubt: () => this.#usable.clear(),
    });
  }

  /** Tells whether the table of a space exists. */
  isReady(space: Space): boolean {
    return this.#setup.isReady(space);
  }

  /** Tells whether the database has the table of a space, and makes none. */
  hasTable(space: Space): Awaitable<boolean> {
    return this.isReady(space) || this.attempt(() => hasTable(this.statements, tableOf(space)));
  }

  /** Tells whether another program made the table of a space, so that it may contain invalid ids. The table must exist. */
  mayHoldInvalidIds(space: Space): boolean {
    return space === "results" && this.#setup.isForeign;
  }

  /** Makes the table of a space ready; returns `undefined` where it is. */
  ready(space: Space): Promise<void> | undefined {
    return this.#usableRecords(space) ? undefined : this.#setup.makeReady(space);
  }

  /** Reads the ids of a space, whose table must exist. */
  keys(space: Space): KeyReader {
    return keyReader(this.#records.of(space).prepared);
  }

  /** Watches a space, whose table must exist; `undefined` where there is no log of its changes. */
  watch(space: Space, watch: KeyWatch): Promise<void> | undefined {
    if (!this.#file || this.#options.readOnly || space !== "results") return undefined;
    return watchChanges({ path: this.#path, file: this.#file, attempt: (work) => this.attempt(work) }, watch);
  }

  /** Runs work on a batch within the current transaction. One statement alone needs none. */
  run<I, R>(space: Space, access: Access, items: readonly I[], work: BatchWork<I, R>, now: number): Awaitable<R> {
    const records = this.#usable.get(space) ?? this.#usableRecords(space);
    if (!records) return this.#setup.makeReady(space).then(() => this.run(space, access, items, work, now));
    if (access === "write" && !this.#checkpoint.isBusy) this.#checkpoint.touch();
    const isLone = items.length === 1 && (access === "read" || isOneStatement(records, items[0]));
    const isSynced = access === "read" || records.isSynced;
    try {
      return this.#scope.run({ access, isLone, isSynced }, work, records, items, now);
    } catch (error) {
      const again = () => this.#scope.run({ access, isLone, isSynced }, work, records, items, now);
      return tryAgain(this.connection, this.#retrying, error, again);
    }
  }

  /** Runs work synchronously, or retries it while other processes write. */
  attempt<T>(work: () => Awaitable<T>): Awaitable<T> {
    return attempt(this.connection, this.#retrying, work);
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
    await this.#setup.settled();
    return this.attempt(() => {
      this.#setup.configure();
      return work(this.statements.database);
    });
  }

  /** Begins a group of operations that take effect together with `commit`. */
  begin(): void {
    this.#scope.begin();
  }

  /** Commits the group. If it fails, nothing since `begin` has taken effect. */
  commit(): void {
    try {
      this.#scope.commit();
    } catch (error) {
      throw this.connection.toError(error);
    }
  }

  /** Undoes all operations since `begin`. */
  rollback(): void {
    this.#scope.rollback();
  }

  /** Waits for a running setup, and closes the database. */
  async close(): Promise<void> {
    await this.#setup.settled();
    this.#checkpoint.close();
    this.lookup.close();
    this.statements.close();
  }

  /** Returns the records of a space whose table exists; `undefined` if it must be made. */
  #usableRecords(space: Space): SqliteRecords | undefined {
    if (!this.#setup.isReady(space)) return undefined;
    const records = this.#records.of(space);
    this.#usable.set(space, records);
    return records;
  }
}

/** Tells whether an operation is a single statement: a condition on the existing record takes several, and so does the index of calls. */
function isOneStatement({ index }: RecordStatements, item: unknown): boolean {
  return index === undefined && typeof (item as Partial<RecordWrite>).condition === "string";
}

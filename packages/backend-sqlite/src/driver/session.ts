import { type Awaitable, type Outcome, type Space, StorageError, type Transactions } from "@results-manager/core";
import { PART_OF, type Part } from "../sql/migrations.ts";
import type { ResolvedSqliteOptions } from "../sqlite-options.ts";
import { retryWhileBusy } from "./busy-retry.ts";
import { Connection } from "./connection.ts";
import { DatabaseFile } from "./database-file.ts";
import { IdleCheckpoint } from "./idle-checkpoint.ts";
import { checkLayout, isMade, isOthersTable } from "./layout.ts";
import { LogSync } from "./log-sync.ts";
import type { SqliteDatabase } from "./native.ts";
import { MEMORY, openFile } from "./open-file.ts";
import { prepareRecords, type RecordStatements } from "./record-statements.ts";
import { configure, makeTables } from "./set-up.ts";
import { isBusy, sqliteError } from "./sqlite-error.ts";
import { type Access, TransactionScope } from "./transaction-scope.ts";

/** An open database: work on it is done once its tables are there, within the transaction of the moment, as soon as other processes let it. */
export class Session implements Transactions {
  readonly connection: Connection;
  readonly #path: string;
  readonly #options: ResolvedSqliteOptions;
  readonly #file: DatabaseFile | undefined;
  readonly #scope: TransactionScope;
  readonly #checkpoint: IdleCheckpoint;
  readonly #log: LogSync;
  readonly #statements = new Map<Space, RecordStatements>();
  /** The parts whose tables are there. */
  readonly #ready = new Set<Part>();
  #settingUp: { readonly part: Part; readonly done: Promise<void> } | undefined;
  #isConfigured = false;
  #isOthersTable = false;

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

  /** The table of a space is there. */
  isReady(space: Space): boolean {
    return this.#settingUp === undefined && this.#ready.has(PART_OF[space]);
  }

  /** Others made the table of a space: what is in it need not have an id that can be asked for. To be asked when it is there. */
  mayHoldOthers(space: Space): boolean {
    return space === "results" && this.#isOthersTable;
  }

  /** Does work within the transaction of the moment; `isLone` when it is one statement, which needs none. */
  perform<T>(space: Space, access: Access, isLone: boolean, work: (statements: RecordStatements) => T): Awaitable<T> {
    if (!this.isReady(space)) return this.#getReady(space).then(() => this.perform(space, access, isLone, work));
    if (access === "write") this.#checkpoint.touch();
    const statements = this.#statementsOf(space);
    return this.attempt(() => this.#scope.run(access, isLone, () => work(statements)));
  }

  /** Does work at once, or as soon as other processes let it. */
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
   * Resolves when everything that can be seen is as durable as what is written; at once, as `undefined`, where that is known already.
   *
   * @throws as {@link DatabaseFile.assertThere}.
   */
  confirm(): Promise<void> | undefined {
    this.#file?.assertThere();
    if (this.#options.durability === "process") return undefined;
    return this.#log.reached()?.catch((cause: unknown) => {
      throw new StorageError(`'${this.#path}' could not be synced: ${(cause as Error).message}.`, { cause });
    });
  }

  /** Does work on the database itself, as soon as other processes let it; no transaction is open. */
  async maintain<T>(work: (database: SqliteDatabase) => T): Promise<T> {
    while (this.#settingUp) await this.#settingUp.done.catch(() => {});
    return this.attempt(() => {
      if (!this.#isConfigured) checkLayout(this.connection, this.#path);
      this.#configure();
      return work(this.connection.database);
    });
  }

  /** Works on each of many: an error fails its item alone, unless it ended the transaction of all. */
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

  /** The outcome of an item that failed. @throws what ended the transaction of all. */
  failed(error: unknown, key: string): Error {
    if (isBusy(error) || this.#scope.isLost()) throw error;
    return sqliteError(error, this.#path, key);
  }

  /** From here on, what is done takes effect with `commit`. */
  begin(): void {
    this.#scope.begin();
  }

  /** Rejected when nothing since `begin` has taken effect. */
  commit(): Awaitable<void> {
    return this.attempt(() => this.#scope.commit());
  }

  /** Undoes what has been done since `begin`. */
  rollback(): void {
    this.#scope.rollback();
  }

  /** Waits until nothing is under way, and closes it. */
  async close(): Promise<void> {
    await this.#settingUp?.done.catch(() => {}); // Whoever asked for it has been told.
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
        isMade(connection, this.#path, part); // What is refused is refused before it is altered.
        this.#configure();
        this.#scope.endReading();
        await makeTables(connection, this.#path, this.#options, part);
      });
    } catch (error) {
      throw sqliteError(error, this.#path);
    }
    if (part === "results") this.#isOthersTable = isOthersTable(connection);
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

import type { Awaitable, Transactions } from "@results-manager/core/storage";
import type { Access, BatchWork, RecordStatements } from "@results-manager/sql";
import type { Connection } from "./connection.ts";

/** Way in which a batch is run. */
export interface BatchRun {
  readonly access: Access;
  /** The batch is one statement, which is atomic by itself. */
  readonly isLone: boolean;
  /** Its commit waits for the disk, if the store promises that. */
  readonly isSynced: boolean;
}

/** Callbacks for the outcome of write transactions. */
export interface TransactionEvents {
  /** Called after a commit, before the operation returns; an error it throws fails the operation. */
  onCommit(): void;
  /** Called when writes are rolled back, including the creation of tables. */
  onRollback(): void;
}

/**
 * The transaction of a group of operations; it begins with the first of them.
 *
 * A read transaction ends before the first write: its snapshot may be out of date by then, and SQLite would refuse the write.
 */
export class TransactionScope implements Transactions {
  readonly #connection: Connection;
  /** Commits wait for the disk. */
  readonly #syncs: boolean;
  readonly #events: TransactionEvents;
  #inGroup = false;
  #open: Access | undefined;
  #lost: Error | undefined;

  constructor(connection: Connection, syncs: boolean, events: TransactionEvents) {
    this.#connection = connection;
    this.#syncs = syncs;
    this.#events = events;
  }

  begin(): void {
    this.#inGroup = true;
  }

  commit(): Awaitable<void> {
    this.#inGroup = false;
    const lost = this.#lost;
    this.#lost = undefined;
    if (lost) throw lost;
    this.#end();
  }

  rollback(): void {
    this.#inGroup = false;
    this.#lost = undefined;
    this.#rollBack();
  }

  /**
   * Runs work on a batch within the group's transaction. Outside of a group it gets its own transaction, except for a lone statement, which
   * is atomic by itself.
   *
   * @throws what the work throws; then nothing of it has taken effect.
   */
  run<I, R>(
    { access, isLone, isSynced }: BatchRun,
    work: BatchWork<I, R>,
    records: RecordStatements,
    items: readonly I[],
    now: number,
  ): Awaitable<R> {
    if (this.#lost) throw this.#lost;
    const isOwn = !this.#inGroup;
    if (isOwn && !isSynced && this.#syncs) {
      const run = { access, isLone, isSynced: true };
      return this.#withoutSync(() => this.run(run, work, records, items, now));
    }
    if (isOwn && isLone) {
      const result = work(records, items, now);
      if (access === "write") this.#events.onCommit();
      return result;
    }
    this.#enter(access);
    try {
      const result = work(records, items, now);
      if (isOwn) this.#end();
      return result;
    } catch (error) {
      this.#abandon(error as Error);
      throw error;
    }
  }

  /** Runs work whose commits do not wait for the disk. */
  #withoutSync<T>(work: () => T): T {
    const { database } = this.#connection;
    database.pragma("synchronous = NORMAL");
    try {
      return work();
    } finally {
      database.pragma("synchronous = FULL");
    }
  }

  /** Tells whether SQLite has rolled back the transaction itself, as for a full disk, so that earlier writes are lost, too. */
  isLost(): boolean {
    return this.#open !== undefined && !this.#connection.database.inTransaction;
  }

  /** Ends a read transaction, because tables may be made next. */
  endReading(): void {
    if (this.#open === "read") this.#end();
  }

  #enter(access: Access): void {
    if (this.#open === access || this.#open === "write") return;
    this.#end();
    this.#connection.statement(access === "write" ? "begin immediate" : "begin").run();
    this.#open = access;
  }

  #end(): void {
    if (this.#open === undefined) return;
    try {
      this.#connection.statement("commit").run();
    } catch (error) {
      this.#rollBack();
      throw error;
    }
    const hasWritten = this.#open === "write";
    this.#open = undefined;
    if (hasWritten) this.#events.onCommit();
  }

  #abandon(error: Error): void {
    const hadWritten = this.#open === "write";
    this.#rollBack();
    if (this.#inGroup && hadWritten) this.#lost = error;
  }

  #rollBack(): void {
    if (this.#open === "write") this.#events.onRollback();
    this.#open = undefined;
    if (this.#connection.database.inTransaction) this.#connection.statement("rollback").run();
  }
}

import type { Awaitable, Transactions } from "@results-manager/core";
import type { Connection } from "./connection.ts";

/** What an operation does to the database. */
export type Access = "read" | "write";

/** What is to be known of what is written. */
export interface TransactionEvents {
  /** Called when something has been written, before it is told. What it throws is told instead. */
  onCommit(): void;
  /** Called when what has been written is undone: tables that were made, too. */
  onRollback(): void;
}

/**
 * The transaction of a group of operations, which begins with the first of them.
 *
 * A read transaction ends before the first write: what it saw may be old by then, and SQLite would refuse to write over it.
 */
export class TransactionScope implements Transactions {
  readonly #connection: Connection;
  readonly #events: TransactionEvents;
  #inGroup = false;
  #open: Access | undefined;
  #lost: Error | undefined;

  constructor(connection: Connection, events: TransactionEvents) {
    this.#connection = connection;
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
   * Does work of one or several statements within the group's transaction; outside of a group within one of its own, but for a lone
   * statement, which is one by itself.
   *
   * @throws what the work throws; nothing of it has taken effect then.
   */
  run<T>(access: Access, isLone: boolean, work: () => T): T {
    if (this.#lost) throw this.#lost;
    const isOwn = !this.#inGroup;
    if (isOwn && isLone) return this.#runLone(access, work);
    this.#enter(access);
    try {
      const result = work();
      if (isOwn) this.#end();
      return result;
    } catch (error) {
      this.#abandon(error as Error);
      throw error;
    }
  }

  #runLone<T>(access: Access, work: () => T): T {
    const result = work();
    if (access === "write") this.#events.onCommit();
    return result;
  }

  /** Some errors, such as a full disk, make SQLite roll back by itself: then what went before is gone, too. */
  isLost(): boolean {
    return this.#open !== undefined && !this.#connection.database.inTransaction;
  }

  /** Ends a transaction that only reads: what comes next may make tables. */
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

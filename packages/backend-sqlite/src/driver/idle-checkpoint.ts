import { realTime } from "@results-manager/core/internal";
import type { Connection } from "./connection.ts";

/** Time without writes before a checkpoint, in milliseconds; up to twice as long passes. */
const IDLE_MS = 100;

/** Moves the log into the database when the store is idle, so that later writes do not pay for it. */
export class IdleCheckpoint {
  /** True if a write need not be reported: one was since the timer was started, or no checkpoint is wanted. */
  isBusy: boolean;
  readonly #connection: Connection;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, isWanted: boolean) {
    this.#connection = connection;
    this.isBusy = !isWanted;
  }

  /** Reports a write, which delays the checkpoint. Only the timer starts itself again: each write would pay for that. */
  touch(): void {
    if (this.#timer) this.isBusy = true;
    else this.#timer = realTime.setTimeout(() => this.#end(), IDLE_MS).unref();
  }

  /** Runs the last checkpoint, if one is due, and stops. */
  close(): void {
    realTime.clearTimeout(this.#timer);
    if (this.#timer) this.#run();
  }

  #end(): void {
    if (this.isBusy) {
      this.isBusy = false;
      this.#timer?.refresh();
    } else {
      this.#timer = undefined;
      this.#run();
    }
  }

  /** Moves the log as far as other readers permit; the rest stays in the log, where it is as safe. */
  #run(): void {
    const { database } = this.#connection;
    try {
      if (!database.inTransaction) database.pragma("wal_checkpoint(PASSIVE)");
    } catch {
      // Busy, or the disk is full: the log is still there, and SQLite tries again by itself.
    }
  }
}

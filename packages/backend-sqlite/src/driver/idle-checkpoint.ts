import { realTime } from "@results-manager/core";
import type { Connection } from "./connection.ts";

/** How long nothing must have been written, in milliseconds. */
const IDLE_MS = 100;

/** Moves the log into the database when nobody writes, so that the next writes need not pay for it. */
export class IdleCheckpoint {
  readonly #connection: Connection;
  readonly #isWanted: boolean;
  #timer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, isWanted: boolean) {
    this.#connection = connection;
    this.#isWanted = isWanted;
  }

  /** Something has been written. */
  touch(): void {
    if (!this.#isWanted) return;
    if (this.#timer) this.#timer.refresh();
    else this.#timer = realTime.setTimeout(() => this.#run(), IDLE_MS).unref();
  }

  /** Does it for the last time. */
  close(): void {
    realTime.clearTimeout(this.#timer);
    if (this.#timer) this.#run();
  }

  /** As far as others that read let it: what is left stays in the log, where it is as safe. */
  #run(): void {
    const { database } = this.#connection;
    try {
      if (!database.inTransaction) database.pragma("wal_checkpoint(PASSIVE)");
    } catch {
      // Busy, or the disk is full: the log is still there, and SQLite tries again by itself.
    }
  }
}

import { realTime } from "@results-manager/core/internal";
import type { PgClient } from "./native.ts";

/** Time after which a client that was not needed is closed. */
const UNUSED_MS = 5_000;

/**
 * Idle clients, which stay taken from their pool. For each of its loans, a pool makes promises, timers and listeners, which together take as
 * long as a short statement.
 */
export class KeptClients {
  /** The last one is the next to be used. */
  #idle: PgClient[] = [];
  /** The least number of idle clients since the last look: those have not been used. */
  #unused = 0;
  #isWatched = false;

  /** Takes a client, if there is one. */
  take(): PgClient | undefined {
    const client = this.#idle.pop();
    if (!client) return undefined;
    this.#unused = Math.min(this.#unused, this.#idle.length);
    client.ref();
    return client;
  }

  /** Keeps a client, which then does not keep the process alive. */
  keep(client: PgClient): void {
    client.unref();
    this.#idle.push(client);
    this.#watch();
  }

  /** Gives a client back to its pool whose connection has ended, unless it is in use. */
  drop(client: PgClient, error: Error): void {
    const at = this.#idle.indexOf(client);
    if (at < 0) return;
    this.#idle.splice(at, 1);
    client.release(error);
  }

  /** Gives all clients back. */
  clear(): void {
    for (const client of this.#idle.splice(0)) client.release();
  }

  #watch(): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    const timer = realTime.setTimeout(() => {
      for (const client of this.#idle.splice(0, this.#unused)) client.release(true);
      this.#unused = this.#idle.length;
      this.#isWatched = false;
      if (this.#unused > 0) this.#watch();
    }, UNUSED_MS);
    timer.unref();
  }
}

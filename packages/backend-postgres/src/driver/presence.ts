import { hash, randomBytes } from "node:crypto";
import { realTime } from "@results-manager/core/internal";
import type { SessionWitness } from "@results-manager/core/storage";
import { loadPg, type PgListener, type PgSettings } from "./native.ts";
import type { Session } from "./session.ts";

/** Age up to which the answer of the server about another store counts. */
const FRESH_MS = 1000;
/** Time after which a wait that is notified looks by itself, whether the holder is still alive. */
const NOTIFIED_WAIT_MS = 400;
/** Time for which a notification is kept, since what it is about may be waited for a moment later. */
const KEPT_MS = 500;
/** Lets the server notice within seconds that the machine of a connection is gone. */
const KEEPALIVE = "set tcp_keepalives_idle = 4; set tcp_keepalives_interval = 2; set tcp_keepalives_count = 3";
/** Tells whether a store holds the lock of its name. → name */
const IS_HELD = `select exists (select from pg_locks as l join pg_database as d on d.oid = l.database
  where l.locktype = 'advisory' and l.granted and d.datname = current_database()
  and (l.classid::int8 << 32 | l.objid::int8) = hashtextextended($1::text, 0))`;

/** Name of the channel on which the stores of a schema are notified. */
export function channelOf(schema: string): string {
  return `results_manager_${hash("sha256", schema).slice(0, 32)}`;
}

/**
 * Connection that shows other stores that this one is open, and is notified by them. It is opened by the first lease or the first wait for
 * one, and again after it was lost.
 *
 * A lock of the server belongs to it. If the process dies or its machine is gone, the server frees the lock; a process whose event loop is
 * blocked keeps it.
 */
export class Presence implements SessionWitness {
  readonly name: string = `postgres ${randomBytes(12).toString("base64url")}`;
  readonly #settings: PgSettings;
  readonly #session: Session;
  readonly #channel: string;
  #opening: Promise<boolean> | undefined;
  #client: PgListener | undefined;
  #isClosed = false;
  readonly #waiting = new Map<string, Set<() => void>>();
  /** Times of the last notifications. */
  readonly #notified = new Map<string, number>();
  readonly #seen = new Map<string, { readonly isOpen: boolean; readonly at: number }>();

  constructor(settings: PgSettings, session: Session, schema: string) {
    this.#settings = settings;
    this.#session = session;
    this.#channel = channelOf(schema);
  }

  /** True while others can see that this store is open. */
  get isOpened(): boolean {
    return this.#client !== undefined;
  }

  /** Opens the connection, unless it is open; returns false if that fails. */
  open(): Promise<boolean> {
    if (this.#client) return Promise.resolve(true);
    if (this.#isClosed) return Promise.resolve(false);
    this.#opening ??= this.#connect().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  /** True if another store is seen to be open; `undefined` otherwise: it may have lost its connection for a moment. */
  isOpen(name: string): boolean | undefined {
    const seen = this.#seen.get(name);
    if (!seen || realTime.elapsed() - seen.at > FRESH_MS) void this.#look(name);
    return seen?.isOpen || undefined;
  }

  /** Waits for a notification; without a connection, for `ms` milliseconds. */
  async wait(token: string, ms: number): Promise<void> {
    if (!this.isOpened) void this.open();
    const longestMs = this.isOpened ? Math.max(ms, NOTIFIED_WAIT_MS) : ms;
    const last = this.#notified.get(token);
    this.#notified.delete(token);
    if (last !== undefined && realTime.elapsed() - last < KEPT_MS) return;
    const waiting = this.#waiting.get(token) ?? new Set();
    this.#waiting.set(token, waiting);
    await new Promise<void>((resolve) => {
      const end = (): void => {
        realTime.clearTimeout(timer);
        waiting.delete(end);
        if (waiting.size === 0) this.#waiting.delete(token);
        resolve();
      };
      const timer = realTime.setTimeout(end, longestMs);
      waiting.add(end);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    const client = this.#client;
    this.#client = undefined;
    client?.ref();
    await client?.end();
  }

  async #connect(): Promise<boolean> {
    const { Client } = loadPg();
    const client = new Client(this.#settings);
    const lost = (): void => {
      if (this.#client === client) this.#client = undefined;
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", (message) => this.#notify((message as { readonly payload?: string }).payload ?? ""));
    try {
      await client.connect();
      await client.query({
        text: `${KEEPALIVE}; listen ${this.#channel}; select pg_advisory_lock_shared(hashtextextended('${this.name}', 0))`,
      });
      client.unref(); // Not before: a process must not end while it waits for the answer.
    } catch {
      // The pool reports a server that is gone; without this connection, others see only the heartbeats of leases.
      void client.end().catch(() => {});
      return false;
    }
    this.#client = client;
    return true;
  }

  #notify(token: string): void {
    const now = realTime.elapsed();
    for (const [other, at] of this.#notified) {
      if (now - at < KEPT_MS) break;
      this.#notified.delete(other);
    }
    const waiting = this.#waiting.get(token);
    if (waiting) for (const end of [...waiting]) end();
    else {
      this.#notified.delete(token); // Set again below, so that the oldest come first.
      this.#notified.set(token, now);
    }
  }

  async #look(name: string): Promise<void> {
    this.#seen.set(name, { isOpen: this.#seen.get(name)?.isOpen ?? false, at: realTime.elapsed() });
    try {
      const { rows } = await this.#session.read((run) => run(IS_HELD, [name]));
      this.#seen.set(name, { isOpen: rows[0]?.[0] === true, at: realTime.elapsed() });
    } catch {
      // Nothing is known about the store; the next call looks again.
    }
  }
}

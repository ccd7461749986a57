import { realTime } from "@results-manager/core/internal";
import { KeptClients } from "./kept-clients.ts";
import { loadPg, type PgClient, type PgPool, type PgSettings } from "./native.ts";
import { acceptStatements } from "./statement-query.ts";

/** Longest time that `pg` itself waits for a connection; the store tries again until its own time is over. */
const CONNECT_WITHIN_MS = 10_000;

/** Connections to a database: of a pool of its own, or of one of the application, which stays open. */
export class Connections {
  /** Location of the database, without a password. */
  readonly location: string;
  /** Settings of a further connection; `undefined` for a pool of the application, which has its own. */
  readonly settings: PgSettings | undefined;
  /** Maximum number of connections. */
  readonly most: number;
  readonly #pool: PgPool;
  /** Undefined for a pool of the application, which lends its clients to others, too. */
  #kept: KeptClients | undefined;

  constructor(source: string | PgPool, { maxConnections, timeoutMs }: { maxConnections: number; timeoutMs: number }) {
    if (typeof source === "string") {
      this.location = locationOf(source);
      this.settings = {
        connectionString: source,
        application_name: "results-manager",
        connectionTimeoutMillis: Math.max(1, Math.min(timeoutMs, CONNECT_WITHIN_MS)),
        keepAlive: true,
      };
      this.most = maxConnections;
      acceptStatements();
      const { Pool } = loadPg();
      this.#pool = new Pool({ ...this.settings, max: maxConnections, allowExitOnIdle: true, pipeline: true });
      const kept = new KeptClients();
      this.#kept = kept;
      this.#pool.on("connect", (client: PgClient) => client.on("error", (error) => kept.drop(client, error)));
    } else {
      this.location = "the database of the pool";
      this.settings = undefined;
      this.#pool = source;
      this.most = source.options?.max ?? maxConnections;
    }
    this.#pool.on("error", ignore);
    this.#pool.on("acquire", watch);
  }

  /** Takes a connection. @throws an error of `pg`; an error if none was free for `withinMs` milliseconds. */
  take(withinMs: number): PgClient | Promise<PgClient> {
    return this.#kept?.take() ?? (this.settings ? this.#pool.connect() : this.#takeWithin(withinMs));
  }

  /** Gives a connection back. @param error with which it was lost. */
  giveBack(client: PgClient, error?: Error): void {
    if (this.#kept && !error && this.#pool.waitingCount === 0) this.#kept.keep(client);
    else client.release(error);
  }

  /** Closes the pool, unless it belongs to the application. */
  async close(): Promise<void> {
    if (this.settings) {
      this.#kept?.clear();
      this.#kept = undefined;
      await this.#pool.end();
    } else {
      this.#pool.removeListener("error", ignore);
      this.#pool.removeListener("acquire", watch);
    }
  }

  /** A pool of the application may have no limit of time. */
  #takeWithin(withinMs: number): Promise<PgClient> {
    return new Promise((resolve, reject) => {
      let isOver = false;
      const timer = realTime.setTimeout(() => {
        isOver = true;
        reject(new Error("no connection of the pool was free"));
      }, withinMs);
      this.#pool.connect().then(
        (client) => {
          realTime.clearTimeout(timer);
          if (isOver) client.release();
          else resolve(client);
        },
        (error: unknown) => {
          realTime.clearTimeout(timer);
          reject(error);
        },
      );
    });
  }
}

/** Host and database of a URL. */
function locationOf(source: string): string {
  if (!URL.canParse(source)) return "PostgreSQL";
  const { host, pathname, searchParams } = new URL(source);
  return `postgres://${host || (searchParams.get("host") ?? "")}${pathname}`;
}

/** Clients of pools that have a listener, which many stores may share. */
const watched = new WeakSet<PgClient>();

/** A connection may end between the moment that the pool gives it away and the first query. */
function watch(client: PgClient): void {
  if (watched.has(client)) return;
  watched.add(client);
  client.on("error", ignore);
}

/** An idle connection that ends is replaced, and a query that it carries out fails by itself: without a listener, the process would end. */
function ignore(): void {}

import { dirname } from "node:path";
import type { Connection } from "./connection.ts";
import type { SqliteStatement } from "./native.ts";
import { syncFile, syncFolder } from "./sync-path.ts";

/**
 * Syncs commits of other connections that did not sync. A store with `durability: "full"` must not report a record as stored that a store
 * with `"process"` durability has not synced yet.
 */
export class LogSync {
  readonly #connection: Connection;
  readonly #path: string;
  #version: SqliteStatement | undefined;
  /** Data version at the last sync of the log. SQLite syncs the commits of this connection itself. */
  #synced: unknown;

  constructor(connection: Connection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  /** Syncs all visible commits; returns `undefined` where they are known to be synced. */
  reached(): Promise<void> | undefined {
    this.#version ??= this.#connection.statement("pragma data_version").pluck();
    const version = this.#version.get();
    if (version === this.#synced) return undefined;
    return this.#sync(version);
  }

  /** Syncs the log and its folder. A checkpoint syncs what it moves into the database, and no process locks the log's file. */
  async #sync(version: unknown): Promise<void> {
    await syncFile(`${this.#path}-wal`);
    await syncFolder(dirname(this.#path));
    this.#synced = version;
  }
}

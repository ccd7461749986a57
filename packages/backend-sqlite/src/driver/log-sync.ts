import { dirname } from "node:path";
import type { Connection } from "./connection.ts";
import type { SqliteStatement } from "./native.ts";
import { syncFile, syncFolder } from "./sync-path.ts";

/**
 * Brings to the disk what others have committed without waiting for it: a store with `durability: "full"` that answers "it is there"
 * must not answer so of what a store with `"process"` has left to the machine.
 */
export class LogSync {
  readonly #connection: Connection;
  readonly #path: string;
  #version: SqliteStatement | undefined;
  /** What others had committed when the log was last synced; what this connection commits is synced by SQLite. */
  #synced: unknown;

  constructor(connection: Connection, path: string) {
    this.#connection = connection;
    this.#path = path;
  }

  /** Resolves when everything that can be seen is on the disk; at once, as `undefined`, where that is known already. */
  reached(): Promise<void> | undefined {
    this.#version ??= this.#connection.statement("pragma data_version").pluck();
    const version = this.#version.get();
    if (version === this.#synced) return undefined;
    return this.#sync(version);
  }

  /** What is not in the log any more is in the database, where whoever moved it has synced it. The log's file is locked by nobody. */
  async #sync(version: unknown): Promise<void> {
    await syncFile(`${this.#path}-wal`);
    await syncFolder(dirname(this.#path));
    this.#synced = version;
  }
}

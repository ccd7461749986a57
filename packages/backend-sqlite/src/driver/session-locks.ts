import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { SessionWitness } from "@results-manager/core";
import { openDatabase, type SqliteDatabase } from "./native.ts";
import { isBusy } from "./sqlite-error.ts";

/** Names of sessions are made here; what a lease says may be anything. */
const NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ATTEMPTS = 8;

interface OwnSession {
  readonly name: string;
  readonly database: SqliteDatabase;
}

/**
 * Shows other processes that a database is open: by an empty database of its own, beside it, that stays locked until the store is closed
 * or its process dies. It is made for the first lease.
 */
export class SessionLocks implements SessionWitness {
  readonly #path: string;
  #own: OwnSession | undefined;
  #isRefused = false;

  /** @param path of the database's file. */
  constructor(path: string) {
    this.#path = path;
  }

  get name(): string | undefined {
    if (!this.#own && !this.#isRefused) {
      this.#own = quietly(() => this.#open());
      this.#isRefused = !this.#own;
    }
    return this.#own?.name;
  }

  isOpen(name: string): boolean | undefined {
    if (name === this.#own?.name) return true;
    if (!NAME.test(name)) return undefined;
    return quietly(() => isLocked(join(this.#folder, name)));
  }

  /** Removes what shows that it is open. */
  close(): void {
    const own = this.#own;
    if (!own) return;
    this.#own = undefined;
    this.#isRefused = true;
    quietly(() => {
      removeLocked(join(this.#folder, own.name), own.database);
      rmdirSync(this.#folder); // Refused where other sessions are in it.
    });
  }

  get #folder(): string {
    return `${realpathSync(this.#path)}-sessions`;
  }

  #open(): OwnSession | undefined {
    const folder = this.#folder;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      mkdirSync(folder, { recursive: true });
      const name = randomUUID();
      const path = join(folder, name);
      const database = quietly(() => lock(path));
      // Another process may have removed the folder, or a file that was not locked yet.
      if (database && existsSync(path)) {
        sweep(folder, name);
        return { name, database };
      }
      database?.close();
    }
    return undefined;
  }
}

/** Removes what killed processes left. */
function sweep(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    if (name === own || !NAME.test(name)) continue;
    quietly(() => {
      const path = join(folder, name);
      removeLocked(path, lock(path));
    });
  }
}

/** @throws {Error} where another process has locked it. */
function lock(path: string): SqliteDatabase {
  const database = openDatabase(path, { readOnly: false, mustExist: false });
  try {
    database.pragma("busy_timeout = 0");
    database.pragma("journal_mode = memory");
    database.exec("begin exclusive");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Removes the file while it is locked: whoever opens it meanwhile sees that. Windows removes no open file. */
function removeLocked(path: string, database: SqliteDatabase): void {
  quietly(() => rmSync(path, { force: true }));
  database.close();
  rmSync(path, { force: true });
}

function isLocked(path: string): boolean {
  const database = openDatabase(path, { readOnly: true, mustExist: true });
  try {
    database.pragma("busy_timeout = 0");
    database.prepare("select count(*) from sqlite_schema").get();
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

/** What cannot be done says nothing: then silence tells whether a holder lives. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { makeFolders, type SessionWitness } from "@results-manager/core/storage";
import { findDriver } from "./find-driver.ts";
import { openDatabase, type SqliteDatabase } from "./native.ts";
import { isBusy } from "./sqlite-error.ts";

/** Format of session names; a lease may contain any text. */
const NAME = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ATTEMPTS = 8;

interface OwnSession {
  readonly name: string;
  readonly database: SqliteDatabase;
}

/**
 * Shows other processes that a store is open, by an empty database next to the store's that stays locked until the store is closed or its
 * process ends. It is made with the first lease.
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
      this.#own = orUndefined(() => this.#open());
      this.#isRefused = !this.#own;
    }
    return this.#own?.name;
  }

  isOpen(name: string): boolean | undefined {
    if (name === this.#own?.name) return true;
    if (!NAME.test(name)) return undefined;
    return orUndefined(() => isLocked(join(this.#folder, name)));
  }

  /** Removes the session's database. */
  close(): void {
    const own = this.#own;
    if (!own) return;
    this.#own = undefined;
    this.#isRefused = true;
    orUndefined(() => {
      removeLocked(join(this.#folder, own.name), own.database);
      rmdirSync(this.#folder); // Fails where other sessions are in the folder.
    });
  }

  get #folder(): string {
    return `${realpathSync(this.#path)}-sessions`;
  }

  #open(): OwnSession | undefined {
    const folder = this.#folder;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      makeFolders(folder);
      const name = randomUUID();
      const path = join(folder, name);
      const database = orUndefined(() => lock(path));
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

/** Removes the sessions of dead processes. */
function sweep(folder: string, own: string): void {
  for (const name of readdirSync(folder)) {
    if (name === own || !NAME.test(name)) continue;
    orUndefined(() => {
      const path = join(folder, name);
      removeLocked(path, lock(path));
    });
  }
}

/** @throws {Error} where another process has locked it. */
function lock(path: string): SqliteDatabase {
  const database = openDatabase(path, { readOnly: false, mustExist: false }, findDriver);
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

/** Removes the file while it is locked, so that another process that opens it notices. Windows removes it only after it is closed. */
function removeLocked(path: string, database: SqliteDatabase): void {
  orUndefined(() => rmSync(path, { force: true }));
  database.close();
  rmSync(path, { force: true });
}

function isLocked(path: string): boolean {
  const database = openDatabase(path, { readOnly: true, mustExist: true }, findDriver);
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

/** Returns `undefined` instead of throwing. A holder then counts as alive while it renews its lease. */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

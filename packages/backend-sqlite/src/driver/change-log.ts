import { StorageError } from "@results-manager/core";
import { PREFIX } from "@results-manager/sql";
import type { Connection } from "./connection.ts";
import { hasTable } from "./layout.ts";

const WATCHERS = `${PREFIX}watchers`;
const CHANGES = `${PREFIX}changes`;
/** Time in seconds after which a watcher that has not renewed its row counts as dead. */
export const LEASE_SECONDS = 30;
/** Number of changes that are read, or removed, at once. */
export const PAGE = 1024;

/** The clock of the database's processes, which the triggers use too; SQLite of any age has this function. */
const NOW = "cast(strftime('%s', 'now') as integer)";
const IS_WATCHED = `exists (select 1 from ${WATCHERS} where until > ${NOW})`;

/** Triggers by name: the event, and the id that has changed. A program may also rename a row. */
const TRIGGERS: Readonly<Record<string, readonly [event: string, id: string]>> = {
  [`${CHANGES}_insert`]: ["insert", "new.id"],
  [`${CHANGES}_update`]: ["update", "new.id"],
  [`${CHANGES}_rename`]: ["update of id", "old.id"],
  [`${CHANGES}_delete`]: ["delete", "old.id"],
};

const CREATE: readonly string[] = [
  `create table if not exists ${WATCHERS} (name text primary key, position integer not null, until integer not null) without rowid`,
  `create table if not exists ${CHANGES} (position integer primary key, id text not null)`,
  ...Object.entries(TRIGGERS).map(
    ([name, [event, id]]) =>
      `create trigger if not exists ${name} after ${event} on results when ${IS_WATCHED} begin insert into ${CHANGES} (id) values (${id}); end`,
  ),
];

const DROP: readonly string[] = [
  ...Object.keys(TRIGGERS).map((name) => `drop trigger if exists ${name}`),
  `drop table if exists ${WATCHERS}`,
  `drop table if exists ${CHANGES}`,
];

/**
 * Log of the results that change, which exists only while there are watchers: each has a row that it renews, and triggers write the log. The last
 * watcher removes all of it, or the next store that opens the database after all watchers have died. Triggers of dead watchers write nothing.
 */
export class ChangeLog {
  readonly #connection: Connection;
  readonly #path: string;
  readonly #name: string;
  /** Position of the last change that was read. */
  #position = 0;

  /** @param name of the watcher, unique. */
  constructor(connection: Connection, path: string, name: string) {
    this.#connection = connection;
    this.#path = path;
    this.#name = name;
  }

  /** Adds the watcher: later changes are logged. @throws an error of SQLite; try again if it was busy. */
  join(): void {
    atomically(this.#connection, () => {
      for (const statement of CREATE) this.#connection.database.exec(statement);
      this.#position = this.#ask(`select coalesce(max(position), 0) from ${CHANGES}`) as number;
      const insert = `insert into ${WATCHERS} (name, position, until) values (?, ?, ${NOW} + ${LEASE_SECONDS})`;
      this.#connection.database.prepare(insert).run(this.#name, this.#position);
    });
  }

  /** Reads the ids of the next changes, some at a time. @throws as {@link renew}. */
  read(): string[] {
    this.#assertMember();
    const next = `select position, id from ${CHANGES} where position > ? order by position limit ${PAGE}`;
    const rows = this.#connection.statement(next).raw().all(this.#position) as [position: number, id: string][];
    this.#position = rows.at(-1)?.[0] ?? this.#position;
    return rows.map(([, id]) => id);
  }

  /**
   * Renews the row of the watcher, and removes changes that all watchers have read.
   *
   * @throws {StorageError} where the row was not renewed in time, so that changes may be missing; an error of SQLite, as {@link join}.
   */
  renew(): void {
    atomically(this.#connection, () => {
      this.#assertMember();
      const update = `update ${WATCHERS} set position = ?, until = ${NOW} + ${LEASE_SECONDS} where name = ?`;
      this.#connection.statement(update).run(this.#position, this.#name);
      this.#removeDead();
      // The last change stays: positions are counted from it.
      const read = `select min((select min(position) from ${WATCHERS}), (select max(position) - 1 from ${CHANGES}))`;
      const some = `(select min(position) + ${4 * PAGE} from ${CHANGES})`;
      this.#connection.statement(`delete from ${CHANGES} where position <= min((${read}), ${some})`).run();
    });
  }

  /** Removes the watcher, and with the last one the log. @throws an error of SQLite, as {@link join}. */
  leave(): void {
    atomically(this.#connection, () => {
      if (!hasTable(this.#connection, WATCHERS)) return;
      this.#connection.database.prepare(`delete from ${WATCHERS} where name = ?`).run(this.#name);
      this.#removeDead();
      if (this.#ask(`select count(*) from ${WATCHERS}`) === 0) drop(this.#connection);
    });
  }

  #removeDead(): void {
    this.#connection.statement(`delete from ${WATCHERS} where until <= ${NOW}`).run();
  }

  #assertMember(): void {
    const own = `select 1 from ${WATCHERS} where name = ? and until > ${NOW}`;
    if (hasTable(this.#connection, WATCHERS) && this.#ask(own, this.#name) !== undefined) return;
    throw new StorageError(
      `The watch of '${this.#path}' was stopped for more than ${LEASE_SECONDS} seconds, so that it may have missed changes. List the results, and watch again.`,
    );
  }

  #ask(sql: string, ...values: readonly unknown[]): unknown {
    return this.#connection
      .statement(sql)
      .pluck()
      .get(...values);
  }
}

/**
 * Removes the log of watchers that have all died. Costs a look into the schema where there is none.
 *
 * @throws an error of SQLite; try again if it was busy.
 */
export function dropDeadLog(connection: Connection): void {
  const isDead = (): boolean =>
    hasTable(connection, WATCHERS) && connection.database.prepare(`select ${IS_WATCHED}`).pluck().get() === 0;
  if (!isDead()) return;
  atomically(connection, () => {
    if (isDead()) drop(connection);
  });
}

function drop({ database }: Connection): void {
  for (const statement of DROP) database.exec(statement);
}

/** Runs work in the open transaction, or in one of its own. */
function atomically({ database }: Connection, work: () => void): void {
  const isOwn = !database.inTransaction;
  if (isOwn) database.exec("begin immediate");
  try {
    work();
    if (isOwn) database.exec("commit");
  } catch (error) {
    if (isOwn && database.inTransaction) database.exec("rollback");
    throw error;
  }
}

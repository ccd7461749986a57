import type { Space } from "@results-manager/core/storage";
import type { KeyReader, Tables } from "@results-manager/sql";
import type { CompiledQuery, Kysely, RawBuilder } from "kysely";
import type { ResolvedPostgresOptions } from "../driver/postgres-options.ts";
import type { Session } from "../driver/session.ts";
import type { TableSetup } from "../driver/table-setup.ts";
import { compilingKysely } from "../tables/compiling-kysely.ts";
import { keyReader } from "./key-reader.ts";
import { PostgresRecords } from "./postgres-records.ts";
import { PostgresUses } from "./postgres-uses.ts";

/** Statements on the tables of each space, which are built when they are first needed. */
export class Spaces {
  readonly #session: Session;
  readonly #options: ResolvedPostgresOptions;
  readonly #setup: TableSetup;
  readonly #records = new Map<Space, PostgresRecords>();
  readonly #keys = new Map<Space, KeyReader>();
  #db: Kysely<Tables> | undefined;
  #cacheUses: PostgresUses | undefined;

  constructor(session: Session, options: ResolvedPostgresOptions, setup: TableSetup) {
    this.#session = session;
    this.#options = options;
    this.#setup = setup;
  }

  /** Connects, and makes the tables of a space, unless they exist. */
  async ready(space: Space): Promise<void> {
    await this.#setup.ready(space);
  }

  /** Tells whether the table of a space exists, and makes none. */
  exists(space: Space): Promise<boolean> {
    return this.#setup.exists(space);
  }

  /** Works on the records of a space, once its table exists; at once if it is known to. */
  onceReady<T>(space: Space, work: (records: PostgresRecords) => Promise<T>): Promise<T> {
    const ready = this.#setup.ready(space);
    return ready ? ready.then(() => work(this.recordsOf(space))) : work(this.recordsOf(space));
  }

  /** Returns the records of a space. */
  recordsOf(space: Space): PostgresRecords {
    let records = this.#records.get(space);
    if (!records) {
      const { schema, durability } = this.#options;
      records = new PostgresRecords(this.#session, schema, space, durability === "process");
      this.#records.set(space, records);
    }
    return records;
  }

  /** Returns the reader of the keys of a space. */
  keysOf(space: Space): KeyReader {
    let keys = this.#keys.get(space);
    if (!keys) {
      keys = keyReader(this.#session, this.#compiler, space);
      this.#keys.set(space, keys);
    }
    return keys;
  }

  /** Notes of when cache entries were used. */
  get cacheUses(): PostgresUses {
    this.#cacheUses ??= new PostgresUses(this.#session, this.#compiler, this.#options.schema);
    return this.#cacheUses;
  }

  /** Compiles a statement. */
  compile(statement: RawBuilder<unknown>): CompiledQuery {
    return statement.compile(this.#compiler);
  }

  get #compiler(): Kysely<Tables> {
    this.#db ??= compilingKysely(this.#options.schema);
    return this.#db;
  }
}

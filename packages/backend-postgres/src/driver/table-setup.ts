import { StorageError, StoreNotFoundError, StoreTooNewError, systemClock } from "@results-manager/core";
import type { Space } from "@results-manager/core/storage";
import { PART_OF, type Part, tableOf } from "@results-manager/sql";
import { LAYOUT, MIGRATIONS } from "../tables/migrations.ts";
import { MIGRATIONS_TABLE, migrationsIn, quote } from "../tables/names.ts";
import type { ResolvedPostgresOptions } from "./postgres-options.ts";
import type { Runner } from "./runner.ts";
import type { ServerClock } from "./server-clock.ts";
import type { Session } from "./session.ts";

/** Encoding and time of the server, and whether it has a schema with a table. Names are looked up in tables: caches may lag behind. → schema, table */
const ABOUT = `select current_setting('server_encoding'), extract(epoch from clock_timestamp())::float8 * 1000,
  exists (select from pg_namespace where nspname = $1::text),
  exists (select from pg_class as c join pg_namespace as n on n.oid = c.relnamespace where n.nspname = $1::text and c.relname = $2::text)`;
/** Number of partitions of a table. → schema, table */
const PARTITIONS = `select count(*) from pg_inherits as i join pg_class as c on c.oid = i.inhparent join pg_namespace as n on n.oid = c.relnamespace
  where n.nspname = $1::text and c.relname = $2::text`;
/** Lets one store at a time make the tables of a schema. It ends with the transaction, so that a pooler may share the connection. → name */
const LOCK = "select pg_advisory_xact_lock(hashtextextended($1::text, 0))";

/** Makes the tables of a part when it is first used, and checks the server before. */
export class TableSetup {
  readonly #session: Session;
  readonly #options: ResolvedPostgresOptions;
  readonly #clock: ServerClock | undefined;
  /** Parts whose tables exist, or are being made. */
  readonly #parts = new Map<Part, Promise<void>>();
  readonly #ready = new Set<Part>();

  /** @param clock that is set by the server's. */
  constructor(session: Session, options: ResolvedPostgresOptions, clock: ServerClock | undefined) {
    this.#session = session;
    this.#options = options;
    this.#clock = clock;
  }

  /** Makes the table of a space, unless it exists; returns `undefined` where it is known to. */
  ready(space: Space): Promise<void> | undefined {
    const part = PART_OF[space];
    if (this.#ready.has(part)) return undefined;
    let making = this.#parts.get(part);
    if (!making) {
      making = this.#make(part).then(() => void this.#ready.add(part));
      making.catch(() => this.#parts.delete(part)); // The next operation tries again.
      this.#parts.set(part, making);
    }
    return making;
  }

  /** Tells whether the table of a space exists, and makes none. */
  exists(space: Space): Promise<boolean> {
    return this.#session.read(async (run) => {
      const { rows } = await run(ABOUT, [this.#options.schema, tableOf(space)]);
      return rows[0]?.[3] === true;
    });
  }

  async #make(part: Part): Promise<void> {
    const { schema, createIfMissing } = this.#options;
    const { location } = this.#session.connections;
    const isThere = await this.#session.read((run) => this.#look(run));
    const made = isThere ? await this.#session.read((run) => migrationsOf(run, schema)) : [];
    if (!isThere && !createIfMissing) throw new StoreNotFoundError(`${location}, schema '${schema}'`);
    const newest = Math.max(0, ...made.map((name) => Number.parseInt(name, 10)));
    if (newest > LAYOUT) throw new StoreTooNewError(`${location}, schema '${schema}'`, newest, LAYOUT);
    const wanted = Object.keys(MIGRATIONS[part]);
    if (!wanted.every((name) => made.includes(name))) {
      await this.#session.transaction(async (run) => {
        const script = await this.#missing(run, part);
        return { statements: script ? [[script]] : [], outcome: true };
      });
    }
    if (part !== "models") await this.#checkPartitions(part); // Descriptions are few: their table has no partitions.
  }

  /** Other stores may have made the tables, with another number. */
  async #checkPartitions(part: Part): Promise<void> {
    const { schema, partitions } = this.#options;
    if (partitions === undefined) return;
    // Each part has the name of the space whose table may have partitions.
    const { rows } = await this.#session.read((run) => run(PARTITIONS, [schema, tableOf(part)]));
    const found = Math.max(1, Number(rows[0]?.[0]));
    if (found === partitions) return;
    throw new StorageError(
      `The table of ${part} of schema '${schema}' in ${this.#session.connections.location} has ${found} partitions, and ${partitions} were asked ` +
        `for. Pass partitions: ${found}, or copy the store into another schema by copyTo.`,
    );
  }

  /** Checks the server, and tells whether there is a table of migrations. */
  async #look(run: Runner): Promise<boolean> {
    const { schema } = this.#options;
    const askedAt = systemClock.now();
    const { rows } = await run(ABOUT, [schema, MIGRATIONS_TABLE]);
    const [encoding, serverMs, , isThere] = rows[0] ?? [];
    const { location } = this.#session.connections;
    if (encoding !== "UTF8") {
      throw new StorageError(
        `The database ${location} has the encoding ${encoding}, which does not hold all text. Create one with encoding UTF8.`,
      );
    }
    this.#clock?.adjust(Number(serverMs), askedAt, systemClock.now(), location);
    return isThere === true;
  }

  /** Script that makes what is missing. Others may have made it since it was looked for. */
  async #missing(run: Runner, part: Part): Promise<string> {
    const { schema, partitions = 1 } = this.#options;
    const locked = run(LOCK, [`results_manager ${schema}`]);
    const [, { rows }] = await Promise.all([locked, run(ABOUT, [schema, MIGRATIONS_TABLE])]);
    const [, , hasSchema, isThere] = rows[0] ?? [];
    const table = migrationsIn(schema);
    const made = isThere ? await migrationsOf(run, schema) : [];
    const missing = Object.entries(MIGRATIONS[part]).filter(([name]) => !made.includes(name));
    return [
      ...(hasSchema ? [] : [`create schema ${quote(schema)}`]),
      ...(isThere ? [] : [`create table ${table} (name text primary key, made_at timestamptz not null default now())`]),
      ...missing.flatMap(([name, migration]) => [
        ...migration(schema, partitions),
        `insert into ${table} (name) values ('${name}')`,
      ]),
    ].join(";\n");
  }
}

async function migrationsOf(run: Runner, schema: string): Promise<readonly string[]> {
  const { rows } = await run(`select name from ${migrationsIn(schema)}`, []);
  return rows.map(([name]) => String(name));
}

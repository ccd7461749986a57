import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import type { PgPool } from "../src/index.ts";
import { connectRaw, pg, type RawClient } from "./raw-client.ts";

let beside: Promise<RawClient> | undefined;

let pool: PgPool | undefined;

/** Pool of an application, which all suites of a worker share: to connect takes several times as long as most cases. */
export function sharedPool(): PgPool {
  const connectionString = inject("postgresUrl");
  pool ??= new pg.Pool({ connectionString, idleTimeoutMillis: 0, allowExitOnIdle: true, pipeline: true });
  return pool;
}

/** Runs a statement on the server of the tests, beside any store. */
export async function runRaw(
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  beside ??= connectRaw(inject("postgresUrl"));
  return (await (await beside).query(text, values)).rows;
}

/** Name of a schema that no other test uses. */
export function newSchemaName(): string {
  return `test_${randomBytes(8).toString("hex")}`;
}

/** An empty schema and the stores that are opened in it. */
export interface NewSchema<T> {
  readonly schema: string;
  /** Opens a further store in the schema; all of them are closed by `dispose`. */
  readonly open: (make?: (schema: string) => T) => T;
  readonly reopen: () => Promise<T>;
  readonly dispose: () => Promise<void>;
}

/**
 * Schemas whose tables are empty again, by their number of partitions: to make and drop tables takes several times as long as most cases.
 */
const free = new Map<number, string[]>();

/** Gives an empty schema to one case of a suite; `make` opens a store in it. */
export function inNewSchema<T extends { close(): Promise<void> }>(
  make: (schema: string) => T,
  partitions = 1,
): NewSchema<T> {
  const schema = free.get(partitions)?.pop() ?? newSchemaName();
  const opened: T[] = [];
  const open = (makeOther = make): T => {
    const other = makeOther(schema);
    opened.push(other);
    return other;
  };
  return {
    schema,
    open,
    reopen: async () => open(),
    dispose: async () => {
      await Promise.all(opened.map((each) => each.close()));
      await empty(schema);
      free.set(partitions, [...(free.get(partitions) ?? []), schema]);
    },
  };
}

/** Removes the rows of all tables of a schema, but for the list of its migrations. */
async function empty(schema: string): Promise<void> {
  const tables = await runRaw(
    "select c.oid::regclass::text as name from pg_class as c join pg_namespace as n on n.oid = c.relnamespace " +
      "where n.nspname = $1 and c.relkind = 'r' and c.relname <> 'results_manager_migrations' and pg_relation_size(c.oid) > 0",
    [schema],
  );
  await runRaw(tables.map(({ name }) => `delete from ${name}`).join("; "));
}

/** Damages the data of a row. */
export async function damage(schema: string, table: string, key: string): Promise<void> {
  await runRaw(`update ${schema}.${table} set data = '{"torn' where id = $1`, [key]);
}

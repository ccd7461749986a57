import { randomBytes } from "node:crypto";
import { createRequire } from "node:module";
import { inject } from "vitest";
import type { PgPool } from "../src/index.ts";

/** The members of a `pg` client that the tests use. */
export interface RawClient {
  connect(): Promise<void>;
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  on(event: "notification", listener: (message: unknown) => void): unknown;
  end(): Promise<void>;
}

interface Pg {
  readonly Client: new (settings: { readonly connectionString: string }) => RawClient;
  readonly Pool: new (settings: { readonly connectionString: string; readonly max?: number }) => PgPool;
}

export const pg = createRequire(import.meta.url)("pg") as Pg;

let beside: Promise<RawClient> | undefined;

/** Runs a statement on the server of the tests, beside any store. */
export async function runRaw(
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly Record<string, unknown>[]> {
  beside ??= connectRaw(inject("postgresUrl"));
  return (await (await beside).query(text, values)).rows;
}

/** Opens a connection that no store uses. */
export async function connectRaw(url: string): Promise<RawClient> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** Name of a schema that no other test uses. */
export function newSchemaName(): string {
  return `test_${randomBytes(8).toString("hex")}`;
}

/** A new schema and the stores that are opened in it. */
export interface NewSchema<T> {
  readonly schema: string;
  /** Opens a further store in the schema; all of them are closed by `dispose`. */
  readonly open: (make?: (schema: string) => T) => T;
  readonly reopen: () => Promise<T>;
  readonly dispose: () => Promise<void>;
}

/** Makes a schema for one case of a suite; `make` opens a store in it. */
export function inNewSchema<T extends { close(): Promise<void> }>(make: (schema: string) => T): NewSchema<T> {
  const schema = newSchemaName();
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
      await runRaw(`drop schema if exists ${schema} cascade`);
    },
  };
}

/** Damages the data of a row. */
export async function damage(schema: string, table: string, key: string): Promise<void> {
  await runRaw(`update ${schema}.${table} set data = '{"torn' where id = $1`, [key]);
}

import type { Space } from "@results-manager/core/storage";
import type { Part } from "@results-manager/sql";
import { quote, tableIn } from "./names.ts";

/** Version of the layout. */
export const LAYOUT = 1;

/** Statements of a migration, for the tables of a schema. @param partitions Number of partitions of large tables; 1 for plain ones. */
export type Migration = (schema: string, partitions: number) => readonly string[];

/** Columns of a record. Keys and names have the order of code points, whatever the database's locale is. */
const COLUMNS = `
  id text collate "C" primary key,
  model_type text not null,
  namespace text not null,
  data text,
  bytes bytea,
  created_at text not null,
  updated_at text not null,
  version bigint not null default 1,
  types text,
  expires_at bigint,
  revision text not null default gen_random_uuid()::text`;

/** Statements that make the table of a space, and the index of the records that expire. */
function recordTable(schema: string, space: Space, partitions = 1, more: readonly string[] = []): string[] {
  const table = tableIn(schema, space);
  const index = quote(`results_manager_${space}_expiring`);
  const parts = partitions === 1 ? [] : Array.from({ length: partitions }, (_, i) => i);
  return [
    `create table ${table} (${[COLUMNS, ...more].join(", ")})${partitions === 1 ? "" : " partition by hash (id)"}`,
    ...parts.map((i) => {
      const part = `${quote(schema)}.${quote(`results_manager_${space}_${i}`)}`;
      return `create table ${part} partition of ${table} for values with (modulus ${partitions}, remainder ${i})`;
    }),
    `create index ${index} on ${table} (id, expires_at) where expires_at is not null`,
  ];
}

/** Makes the plain tables of spaces that stay small. */
function tables(schema: string, ...spaces: readonly Space[]): string[] {
  return spaces.flatMap((space) => recordTable(schema, space));
}

/**
 * Function for queries of people. Data is text, since `jsonb` refuses some of it and changes some: U+0000, lone surrogates, -0, repeated
 * keys. It is not safe for parallel plans: in these, PostgreSQL 15 cannot catch an error.
 */
function tryJsonb(schema: string): string {
  return `create function ${quote(schema)}.try_jsonb(data text) returns jsonb language plpgsql immutable as
    'begin return data::jsonb; exception when others then return null; end'`;
}

const resultTables: Migration = (schema, partitions) => [
  ...recordTable(schema, "results", partitions),
  ...tables(schema, "leases"),
  tryJsonb(schema),
];

const modelTables: Migration = (schema) => tables(schema, "models");

const cacheTables: Migration = (schema, partitions) => [
  ...recordTable(schema, "cache", partitions, ["used_at text"]),
  ...tables(schema, "cache_tags", "cache_leases"),
];

const valueTables: Migration = (schema, partitions) => [
  ...recordTable(schema, "values", partitions),
  ...tables(schema, "value_aliases", "journal"),
];

/** Calls have the name of their function, and tokens of all fields by which they are found. */
const callTables: Migration = (schema, partitions) => {
  const calls = tableIn(schema, "calls");
  return [
    ...recordTable(schema, "calls", partitions, ["name text", "tokens text[] not null default '{}'"]),
    `create index ${quote("results_manager_calls_name")} on ${calls} (name, id)`,
    `create index ${quote("results_manager_calls_tokens")} on ${calls} using gin (tokens)`,
    ...tables(schema, "call_leases"),
  ];
};

/** Migrations by part and name; a name begins with the version that the migration makes. A released migration is never changed. */
export const MIGRATIONS: Readonly<Record<Part, Readonly<Record<string, Migration>>>> = {
  results: { "0001_results": resultTables },
  models: { "0001_models": modelTables },
  cache: { "0001_cache": cacheTables },
  values: { "0001_values": valueTables },
  calls: { "0001_calls": callTables },
};

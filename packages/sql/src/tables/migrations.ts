import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { callTables } from "./call-tables.ts";
import type { Part } from "./parts.ts";
import { createLeases, indexExpiry, recordTable } from "./record-table.ts";
import { resultTables } from "./result-tables.ts";
import type { Tables } from "./tables.ts";

/** Table of the descriptions of models. */
const modelTables: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await recordTable(db, "results_manager_models").execute();
  },
};

/** Tables of the cache: entries, versions of tags, and leases of running computations. */
const cacheTables: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await recordTable(db, "results_manager_cache").addColumn("used_at", "text").execute();
    await recordTable(db, "results_manager_cache_tags").execute();
    await createLeases(db, "results_manager_cache_leases");
    await indexExpiry(db, "results_manager_cache");
    await indexExpiry(db, "results_manager_cache_tags");
  },
};

/** Tables of values, their aliases, and the journal of operations on several records. */
const valueTables: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await recordTable(db, "results_manager_values").execute();
    await recordTable(db, "results_manager_value_aliases").execute();
    await recordTable(db, "results_manager_journal").execute();
    await indexExpiry(db, "results_manager_values");
    await indexExpiry(db, "results_manager_value_aliases");
    await indexExpiry(db, "results_manager_journal");
  },
};

/** Migrations by part and name, which must be in `MIGRATION_NAMES`, too. A released migration is never changed. */
export const MIGRATIONS: Readonly<Record<Part, Readonly<Record<string, Migration>>>> = {
  results: { "0001_results": resultTables },
  models: { "0001_models": modelTables },
  cache: { "0001_cache": cacheTables },
  values: { "0001_values": valueTables },
  calls: { "0001_calls": callTables },
};

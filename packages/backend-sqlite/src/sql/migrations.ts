import type { Space } from "@results-manager/core";
import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { callTables } from "./call-tables.ts";
import { indexExpiry, recordTable } from "./record-table.ts";
import { resultTables } from "./result-tables.ts";
import type { Tables } from "./tables.ts";

/** Tables that are made together: none before something of it is used. */
export type Part = "results" | "cache" | "values" | "calls";

/** The part that the table of a space is in. */
export const PART_OF: Readonly<Record<Space, Part>> = {
  results: "results",
  leases: "results",
  cache: "cache",
  cache_tags: "cache",
  cache_leases: "cache",
  values: "values",
  value_aliases: "values",
  journal: "values",
  calls: "calls",
  call_leases: "calls",
};

/** Where it is written down which changes of the layout a database has seen. */
export const MIGRATION_TABLE = "results_manager_migrations";
/** What Kysely's migrator wants beside it. */
export const MIGRATION_LOCK_TABLE = "results_manager_migration_lock";

/** The cache face: its entries, the generations of its tags, and the leases of what is being computed. */
const cacheTables: Migration = {
  async up(db: Kysely<Tables>): Promise<void> {
    await recordTable(db, "results_manager_cache").addColumn("used_at", "text").execute();
    await recordTable(db, "results_manager_cache_tags").execute();
    await recordTable(db, "results_manager_cache_leases").execute();
    await indexExpiry(db, "results_manager_cache");
    await indexExpiry(db, "results_manager_cache_tags");
    await indexExpiry(db, "results_manager_cache_leases");
  },
};

/** Values, the names that were given to some, and what is written down before work on several records. */
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

/** The version of the layout. */
export const LAYOUT = 1;

/**
 * Every change of the layout, by part and by name, which begins with the version that it makes. What has been released is never changed
 * again.
 */
export const MIGRATIONS: Readonly<Record<Part, Readonly<Record<string, Migration>>>> = {
  results: { "0001_results": resultTables },
  cache: { "0001_cache": cacheTables },
  values: { "0001_values": valueTables },
  calls: { "0001_calls": callTables },
};

import type { Space } from "@results-manager/core/storage";

/** A group of tables that are made together, when the group is first used. */
export type Part = "results" | "models" | "cache" | "values" | "calls";

/** Part of the table of each space. */
export const PART_OF: Readonly<Record<Space, Part>> = {
  results: "results",
  leases: "results",
  models: "models",
  cache: "cache",
  cache_tags: "cache",
  cache_leases: "cache",
  values: "values",
  value_aliases: "values",
  journal: "values",
  calls: "calls",
  call_leases: "calls",
};

/** Table of the migrations that a database has seen. */
export const MIGRATION_TABLE = "results_manager_migrations";
/** Lock table that Kysely's migrator requires. */
export const MIGRATION_LOCK_TABLE = "results_manager_migration_lock";

/** Version of the layout. */
export const LAYOUT = 1;

/** Names of the migrations of each part; a name begins with the version of the layout that the migration makes. */
export const MIGRATION_NAMES: Readonly<Record<Part, readonly string[]>> = {
  results: ["0001_results"],
  models: ["0001_models"],
  cache: ["0001_cache"],
  values: ["0001_values"],
  calls: ["0001_calls"],
};

import type { Space } from "@results-manager/core/storage";
import { tableOf } from "@results-manager/sql";

/** Quotes a name for a statement. */
export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Name of the table of a space in a statement. */
export function tableIn(schema: string, space: Space): string {
  return `${quote(schema)}.${quote(tableOf(space))}`;
}

/** Name of the table of the migrations that a schema has seen. */
export const MIGRATIONS_TABLE = "results_manager_migrations";

/** Name of the table of migrations in a statement. */
export function migrationsIn(schema: string): string {
  return `${quote(schema)}.${quote(MIGRATIONS_TABLE)}`;
}

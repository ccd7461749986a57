import { MIGRATION_LOCK_TABLE, MIGRATION_TABLE, type Part } from "@results-manager/sql";
import { MIGRATIONS } from "@results-manager/sql/queries";
import { Kysely } from "kysely";
import { Migrator } from "kysely/migration";
import type { Connection } from "./connection.ts";
import { ConnectionDialect } from "./dialect.ts";

/** Migrates parts to the version of this release. */
export async function migrate(connection: Connection, parts: readonly Part[]): Promise<void> {
  const wanted = Object.assign({}, ...parts.map((part) => MIGRATIONS[part]));
  const migrator = new Migrator({
    db: new Kysely({ dialect: new ConnectionDialect(connection) }),
    provider: { getMigrations: async () => wanted },
    migrationTableName: MIGRATION_TABLE,
    migrationLockTableName: MIGRATION_LOCK_TABLE,
    allowUnorderedMigrations: true, // Parts are created in the order of their use.
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

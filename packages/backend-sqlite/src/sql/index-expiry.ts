import type { Kysely } from "kysely";
import type { Tables } from "./tables.ts";

/** Few records expire: only those are in the index, so that others are written as fast as without it. */
export async function indexExpiry(db: Kysely<Tables>, table: keyof Tables): Promise<void> {
  await db.schema
    .createIndex(`${table}_expiring`)
    .ifNotExists()
    .on(table)
    .columns(["id", "expires_at"])
    .where("expires_at", "is not", null)
    .execute();
}

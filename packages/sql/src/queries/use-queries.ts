import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables/tables.ts";
import { PAGE } from "./page.ts";
import { compile, parameter } from "./parameter.ts";

/** SQL for the use of cache entries. */
export interface UseQueries {
  /** → usedAt, id */
  readonly noteUse: string;
  /** Sizes and times of a page of entries. → after */
  readonly listUses: string;
}

/** Compiles the queries for the dialect of `db`. */
export function useQueries(db: Kysely<Tables>): UseQueries {
  return {
    noteUse: compile(
      db
        .updateTable("results_manager_cache")
        .set({ used_at: parameter<string>("usedAt") })
        .where("id", "=", parameter<string>("id")),
      "usedAt",
      "id",
    ),
    listUses: compile(
      db
        .selectFrom("results_manager_cache")
        .select([
          "id",
          sql<number>`octet_length(id) + octet_length(data)`.as("bytes"),
          "updated_at",
          "used_at",
          "expires_at",
        ])
        .where("id", ">", parameter<string>("after"))
        .orderBy("id")
        .limit(sql.lit(PAGE)),
      "after",
    ),
  };
}

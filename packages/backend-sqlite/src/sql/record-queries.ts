import { type ExpressionBuilder, type ExpressionWrapper, type Kysely, type SqlBool, sql } from "kysely";
import { compile, parameter } from "./parameter.ts";
import { COLUMNS, type RecordTable, type Tables } from "./tables.ts";

/** The SQL of everything that is done to the records of one space, compiled once; parameters in the order of the comments. */
export interface RecordQueries {
  /** The columns of a row but its id. → id */
  readonly find: string;
  /** A row where a living record is. → id, now */
  readonly has: string;
  /** Writes where no row is. → the columns */
  readonly insert: string;
  /** Writes where what is there has expired. → the columns, now */
  readonly replaceExpired: string;
  /** Writes whatever is there; keeps when it was made, unless that had expired. → the columns, now */
  readonly upsert: string;
  /** → id */
  readonly remove: string;
  /** → id, now */
  readonly removeLiving: string;
  /** → id, now */
  readonly removeExpired: string;
  /** A page of ids in order, from the index alone. → start; start, before */
  readonly list: string;
  readonly listBefore: string;
  /** A page of expired ids in order. → start, now; start, before, now */
  readonly listExpired: string;
  readonly listExpiredBefore: string;
  /** Expired ids of a stretch of ids. → first, last, now */
  readonly expiredWithin: string;
}

/** How many ids a page has. */
export const PAGE = 1024;
/** The SQL of what is known of the use of cache entries. */
export interface UseQueries {
  /** → usedAt, id */
  readonly noteUse: string;
  /** What entries take, and when they were written and used, a page of them. → after */
  readonly listUses: string;
}

/** The columns that are read: all but the id, which the reader knows. */
export const READ_COLUMNS = COLUMNS.slice(1) as Exclude<keyof RecordTable, "id">[];

const id = parameter<string>("id");
const now = parameter<number>("now");
const start = parameter<string>("start");
const before = parameter<string>("before");

/** Compiles the queries of the use of cache entries for the dialect of `db`. */
export function useQueries(db: Kysely<Tables>): UseQueries {
  return {
    noteUse: compile(
      db
        .updateTable("cache")
        .set({ used_at: parameter<string>("usedAt") })
        .where("id", "=", id),
      "usedAt",
      "id",
    ),
    listUses: compile(
      db
        .selectFrom("cache")
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

/** Compiles the queries of a space for the dialect of `db`. */
export function recordQueries<Table extends keyof Tables>(db: Kysely<Tables>, table: Table): RecordQueries {
  const records = db as unknown as Kysely<Record<"results", RecordTable>>;
  const name = table as "results";
  const row = Object.fromEntries(COLUMNS.map((column) => [column, parameter(column)])) as unknown as RecordTable;
  const ids = records.selectFrom(name).select("id").where("id", ">=", start).orderBy("id").limit(sql.lit(PAGE));
  return {
    find: compile(records.selectFrom(name).select(READ_COLUMNS).where("id", "=", id), "id"),
    has: compile(
      records
        .selectFrom(name)
        .select((eb) => eb.lit(1).as("there"))
        .where("id", "=", id)
        .where(isLiving),
      "id",
      "now",
    ),
    insert: compile(
      records
        .insertInto(name)
        .values(row)
        .onConflict((conflict) => conflict.column("id").doNothing()),
      ...COLUMNS,
    ),
    replaceExpired: compile(
      records
        .insertInto(name)
        .values(row)
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet((eb) =>
              Object.fromEntries(READ_COLUMNS.map((column) => [column, eb.ref(`excluded.${column}`)])),
            )
            .where(`${name}.expires_at`, "<=", now),
        ),
      ...COLUMNS,
      "now",
    ),
    upsert: compile(
      records
        .insertInto(name)
        .values(row)
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet((eb) => ({
            model_type: eb.ref("excluded.model_type"),
            namespace: eb.ref("excluded.namespace"),
            data: eb.ref("excluded.data"),
            created_at: eb
              .case()
              .when(eb.or([eb(`${name}.expires_at`, "is", null), eb(`${name}.expires_at`, ">", now)]))
              .then(eb.fn.coalesce(eb.ref(`${name}.created_at`), eb.ref("excluded.created_at")))
              .else(eb.ref("excluded.created_at"))
              .end(),
            updated_at: eb.ref("excluded.updated_at"),
            version: eb.ref("excluded.version"),
            types: eb.ref("excluded.types"),
            expires_at: eb.ref("excluded.expires_at"),
          })),
        ),
      ...COLUMNS,
      "now",
    ),
    remove: compile(records.deleteFrom(name).where("id", "=", id), "id"),
    removeLiving: compile(records.deleteFrom(name).where("id", "=", id).where(isLiving), "id", "now"),
    removeExpired: compile(records.deleteFrom(name).where("id", "=", id).where("expires_at", "<=", now), "id", "now"),
    list: compile(ids, "start"),
    listBefore: compile(ids.where("id", "<", before), "start", "before"),
    listExpired: compile(ids.where("expires_at", "<=", now), "start", "now"),
    listExpiredBefore: compile(ids.where("id", "<", before).where("expires_at", "<=", now), "start", "before", "now"),
    expiredWithin: compile(
      records
        .selectFrom(name)
        .select("id")
        .where("id", ">=", parameter<string>("first"))
        .where("id", "<=", parameter<string>("last"))
        .where("expires_at", "<=", now),
      "first",
      "last",
      "now",
    ),
  };
}

function isLiving(
  eb: ExpressionBuilder<Record<"results", RecordTable>, "results">,
): ExpressionWrapper<Record<"results", RecordTable>, "results", SqlBool> {
  return eb.or([eb("expires_at", "is", null), eb("expires_at", ">", now)]);
}

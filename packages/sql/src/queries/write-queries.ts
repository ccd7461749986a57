import { type InsertQueryBuilder, type InsertResult, type Kysely, sql } from "kysely";
import { PLAIN_COLUMNS, READ_COLUMNS, type RecordTable } from "../tables/tables.ts";
import type { Compilers } from "./compile-once.ts";
import { isLiving } from "./is-living.ts";
import { PAGE } from "./page.ts";
import { compile, parameter } from "./parameter.ts";

/** SQL that changes the records of one space; parameters in the order of the comments. */
export interface WriteQueries {
  /** Inserts a row if there is none. → the columns */
  readonly insert: string;
  /** Replaces a row if it has expired. → the columns, now */
  readonly replaceExpired: string;
  /** Inserts or replaces a row; keeps the creation time of one that has not expired. → the columns, now */
  readonly upsert: string;
  /** Variants for plain JSON that never expires, as most records are: binding fewer values saves time. → the plain columns, (now) */
  readonly insertPlain: string;
  readonly upsertPlain: string;
  /** → id */
  readonly remove: string;
  /** → id, now */
  readonly removeLiving: string;
  /** → id, now */
  readonly removeExpired: string;
  /** Removes the first {@link PAGE} unexpired rows of a range of ids. → start, before, now */
  readonly removeLivingWithin: string;
  /** Removes the first {@link PAGE} expired rows of a range of ids. → start, before, now */
  readonly removeExpiredWithin: string;
}

type Tables = Record<"results", RecordTable>;

const COLUMNS: readonly (keyof RecordTable)[] = ["id", ...READ_COLUMNS];

/** Makes the queries for the dialect of `db`. */
export function writeQueries(db: Kysely<Tables>, table: "results"): Compilers<WriteQueries> {
  const id = parameter<string>("id");
  const now = parameter<number>("now");
  const insert = (columns: readonly (keyof RecordTable)[]): InsertQueryBuilder<Tables, "results", InsertResult> =>
    db
      .insertInto(table)
      .values(Object.fromEntries(columns.map((column) => [column, parameter(column)])) as unknown as RecordTable);
  const insertNew = (columns: readonly (keyof RecordTable)[]) =>
    insert(columns).onConflict((conflict) => conflict.column("id").doNothing());
  const upsert = (columns: readonly (keyof RecordTable)[]) =>
    insert(columns).onConflict((conflict) =>
      conflict.column("id").doUpdateSet((eb) => ({
        model_type: eb.ref("excluded.model_type"),
        namespace: eb.ref("excluded.namespace"),
        data: eb.ref("excluded.data"),
        created_at: eb
          .case()
          .when(eb.or([eb(`${table}.expires_at`, "is", null), eb(`${table}.expires_at`, ">", now)]))
          .then(eb.fn.coalesce(eb.ref(`${table}.created_at`), eb.ref("excluded.created_at")))
          .else(eb.ref("excluded.created_at"))
          .end(),
        updated_at: eb.ref("excluded.updated_at"),
        version: eb.ref("excluded.version"),
        types: eb.ref("excluded.types"),
        expires_at: eb.ref("excluded.expires_at"),
      })),
    );
  const remove = () => db.deleteFrom(table).where("id", "=", id);
  const page = () =>
    db
      .selectFrom(table)
      .select("id")
      .where("id", ">=", parameter<string>("start"))
      .where("id", "<", parameter<string>("before"))
      .orderBy("id")
      .limit(sql.lit(PAGE));
  const removeAll = (ids: ReturnType<typeof page>): string =>
    compile(db.deleteFrom(table).where("id", "in", ids), "start", "before", "now");
  return {
    insert: () => compile(insertNew(COLUMNS), ...COLUMNS),
    insertPlain: () => compile(insertNew(PLAIN_COLUMNS), ...PLAIN_COLUMNS),
    upsert: () => compile(upsert(COLUMNS), ...COLUMNS, "now"),
    upsertPlain: () => compile(upsert(PLAIN_COLUMNS), ...PLAIN_COLUMNS, "now"),
    replaceExpired: () =>
      compile(
        insert(COLUMNS).onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet((eb) =>
              Object.fromEntries(READ_COLUMNS.map((column) => [column, eb.ref(`excluded.${column}`)])),
            )
            .where(`${table}.expires_at`, "<=", now),
        ),
        ...COLUMNS,
        "now",
      ),
    remove: () => compile(remove(), "id"),
    removeLiving: () => compile(remove().where(isLiving), "id", "now"),
    removeExpired: () => compile(remove().where("expires_at", "<=", now), "id", "now"),
    removeLivingWithin: () => removeAll(page().where(isLiving)),
    removeExpiredWithin: () => removeAll(page().where("expires_at", "<=", now)),
  };
}

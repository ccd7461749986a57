import { ANY } from "@results-manager/core";
import type { CallPattern, Wanted } from "@results-manager/core/internal";
import { type ExpressionBuilder, type Kysely, type SelectQueryBuilder, sql } from "kysely";
import { type CallTable, type MetadataTable, READ_COLUMNS, type RecordTable, type Tables } from "../tables/tables.ts";
import { CALL_PAGE } from "./page.ts";
import { compile, compileNamed, type NamedQuery, parameter } from "./parameter.ts";

/** Maximum number of joins in a query; SQLite joins at most 64 tables. */
const MAX_JOINS = 60;

/** A query for a page of calls that match a pattern, and its parameters. */
export interface CallQuery {
  readonly query: NamedQuery;
  /** Values of the parameters by name; `after` and `now` are added for each page. */
  readonly values: ReadonlyMap<string, string>;
}

type Queried = { calls: CallTable } & Record<string, MetadataTable>;
type Calls = SelectQueryBuilder<Queried, "calls", object>;

/** Data and types of a living call. → id, now */
export function peekQuery(db: Kysely<Tables>): string {
  const isLiving = (eb: ExpressionBuilder<Tables, "results_manager_calls">) =>
    eb.or([eb("expires_at", "is", null), eb("expires_at", ">", parameter<number>("now"))]);
  const query = db
    .selectFrom("results_manager_calls")
    .select(["data", "types"])
    .where("id", "=", parameter<string>("id"))
    .where(isLiving);
  return compile(query, "id", "now");
}

/**
 * Builds the SQL of a pattern: id and columns of a page of living calls after the id `after`, in order. Each argument and each entry of the
 * metadata is an indexed join, up to SQLite's limit of joins; the caller compares each call with the whole pattern anyway.
 */
export function callQuery(db: Kysely<Tables>, pattern: CallPattern): CallQuery {
  const values = new Map<string, string>();
  const bind = (value: string): string => {
    const name = `value${values.size}`;
    values.set(name, value);
    return parameter<string>(name);
  };
  let calls = db
    .selectFrom("results_manager_calls as calls")
    .select(["calls.id", ...READ_COLUMNS.map((column) => `calls.${column}` as const)])
    .where("calls.id", ">", parameter<string>("after"))
    .where((eb) =>
      eb.or([eb("calls.expires_at", "is", null), eb("calls.expires_at", ">", parameter<number>("now"))]),
    ) as unknown as Calls;
  const where = (column: Exclude<keyof CallTable, keyof RecordTable>, wanted: Wanted | undefined): void => {
    if (wanted === ANY) calls = calls.where(`calls.${column}`, "is not", null);
    else if (wanted !== undefined) calls = calls.where(`calls.${column}`, "=", bind(wanted));
  };
  where("name", pattern.name);
  where("module", pattern.module);
  where("call_version", pattern.version);
  where("fingerprint", pattern.fingerprint);
  where("result", pattern.result);
  for (const [i, [name, wanted]] of pattern.arguments.slice(0, MAX_JOINS).entries()) {
    const alias = `argument${i}`;
    calls = calls.innerJoin(`results_manager_arguments as ${alias}`, (join) => {
      const named = join.on(sql.ref(`${alias}.call`), "=", sql.ref("calls.id")).on(`${alias}.name`, "=", bind(name));
      return wanted === ANY ? named : named.on(`${alias}.value`, "=", bind(wanted));
    }) as unknown as Calls;
  }
  const metadata = [...pattern.subjects.map((subject) => [subject, "", ANY] as const), ...pattern.metadata];
  const joinsLeft = MAX_JOINS - Math.min(pattern.arguments.length, MAX_JOINS);
  for (const [i, [subject, key, wanted]] of metadata.slice(0, joinsLeft).entries()) {
    const alias = `metadata${i}`;
    calls = calls.innerJoin(`results_manager_metadata as ${alias}`, (join) => {
      const named = join
        .on(sql.ref(`${alias}.call`), "=", sql.ref("calls.id"))
        .on(`${alias}.name`, "=", bind(subject))
        .on(`${alias}.key`, "=", bind(key));
      return wanted === ANY ? named : named.on(`${alias}.value`, "=", bind(wanted));
    }) as unknown as Calls;
  }
  return { query: compileNamed(calls.orderBy("calls.id").limit(sql.lit(CALL_PAGE))), values };
}

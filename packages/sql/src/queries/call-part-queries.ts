import type { Kysely } from "kysely";
import type { Tables } from "../tables/tables.ts";
import { type Compilers, compileOnce } from "./compile-once.ts";
import { compile, parameter } from "./parameter.ts";

/** SQL that stores the rows by which calls are found; parameters in the order of the comments. */
export interface CallPartQueries {
  /** → call, name, value */
  readonly insertArgument: string;
  /** → call, name, key, value */
  readonly insertMetadata: string;
  /** → call */
  readonly removeArguments: string;
  readonly removeMetadata: string;
}

/** Makes the queries for the dialect of `db`. A row that is already there stays: a trigger of an earlier release may have made it. */
export function callPartQueries(db: Kysely<Tables>): Compilers<CallPartQueries> {
  const call = parameter<string>("call");
  const row = { call, name: parameter<string>("name"), value: parameter<string>("value") };
  const metadata = { call, name: row.name, key: parameter<string>("key"), value: row.value };
  return compileOnce({
    insertArgument: () =>
      compile(
        db
          .insertInto("results_manager_arguments")
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
        ...["call", "name", "value"],
      ),
    insertMetadata: () =>
      compile(
        db
          .insertInto("results_manager_metadata")
          .values(metadata)
          .onConflict((conflict) => conflict.doNothing()),
        ...["call", "name", "key", "value"],
      ),
    removeArguments: () => compile(db.deleteFrom("results_manager_arguments").where("call", "=", call), "call"),
    removeMetadata: () => compile(db.deleteFrom("results_manager_metadata").where("call", "=", call), "call"),
  });
}

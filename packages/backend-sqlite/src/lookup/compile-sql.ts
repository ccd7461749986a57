import { compileNamed, type NamedQuery } from "@results-manager/sql/queries";
import type { RawBuilder } from "kysely";
import { compiler } from "../driver/compiler.ts";

/** Compiles a query whose values are given by name; see {@link compileNamed}. */
export function compileSql(query: RawBuilder<unknown>): NamedQuery {
  return compileNamed({ compile: () => query.compile(compiler) });
}

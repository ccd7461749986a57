import type { CallPattern } from "@results-manager/core/internal";
import { type CallQuery, callQuery } from "@results-manager/sql/queries";
import { compiler } from "./driver/compiler.ts";

/** Compiles the query for the calls that match a pattern. */
export function compileCallPattern(pattern: CallPattern): CallQuery {
  return callQuery(compiler, pattern);
}

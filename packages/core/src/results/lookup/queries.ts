// Queries are loaded on first use: an import of the package takes a tenth less time without them.
export { Groups } from "../../query/groups.ts";
export { findResults, foundResult } from "./find-results.ts";
export { matchResults } from "./match-results.ts";
export { parseAggregate, parseCount, parseQuery } from "./parse-query.ts";

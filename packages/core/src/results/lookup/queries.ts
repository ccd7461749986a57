// Queries are loaded on first use: an import of the package takes a tenth less time without them.
export { Groups } from "../../query/groups.ts";
export { explainQuery } from "./explain-query.ts";
export { findMatches } from "./find-matches.ts";
export { findResults, foundResult } from "./find-results.ts";
export { sourceOf } from "./named-source.ts";
export { parseAggregate, parseCount, parseQuery } from "./parse-query.ts";
export { BY_ID } from "./plan-query.ts";

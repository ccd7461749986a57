// Listings are loaded on first use, as queries are.
export { listChildren } from "./list-children.ts";
export { listEntries } from "./list-entries.ts";

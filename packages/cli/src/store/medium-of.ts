import { urlOf } from "./store-url.ts";

/** Kind of a store's medium: what commands can look at, and move, beside its records. */
export type Medium = "files" | "database" | "other";

/** Returns the kind of the medium that a word names. */
export function mediumOf(word: string): Medium {
  const url = urlOf(word);
  if (/^sqlite:/i.test(url)) return "database";
  return /^file:/i.test(url) || !/^[a-z][a-z0-9+.-]+:/i.test(url) ? "files" : "other";
}

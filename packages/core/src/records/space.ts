/**
 * Separate key space inside a store. Keys are canonical ids; the keys of some spaces are any non-empty well-formed text, see
 * {@link takesAnyText}. `models` has the descriptions of the models that have written results.
 */
export type Space =
  | "results"
  | "leases"
  | "models"
  | CacheSpace
  | DigestSpace
  | "value_aliases"
  | "call_leases"
  | "journal";

/** Spaces of a cache: its entries, the generations of its tags, and the leases of running computations. */
export type CacheSpace = "cache" | "cache_tags" | "cache_leases";

/** Spaces whose keys are digests. */
export type DigestSpace = "values" | "calls";

/** Tells whether the keys of a space are digests: there may be very many, and each is a single segment. */
export function takesDigests(space: Space): space is DigestSpace {
  return space === "values" || space === "calls";
}

/** Tells whether the keys of a space may be any text: a medium that derives file names from keys must encode them. */
export function takesAnyText(space: Space): boolean {
  return space === "cache" || space === "cache_tags" || space === "cache_leases" || space === "models";
}

/** Tells whether a space contains leases, which become invalid when their process dies. */
export function takesLeases(space: Space): boolean {
  return space === "leases" || space === "cache_leases" || space === "call_leases";
}

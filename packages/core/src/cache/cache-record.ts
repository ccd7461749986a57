import type { KeyedRecord } from "../transfer/keyed-record.ts";

/** Stored form of a cache entry. Its tags are names: each store has versions of its own. */
export interface CacheRecord extends KeyedRecord {
  readonly tags?: readonly string[] | undefined;
}

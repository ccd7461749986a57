import type { StorageAccess } from "../storage/storage-access.ts";
import type { CacheEntries } from "./cache-entries.ts";
import type { ComputedEntries } from "./computed-entries.ts";

/** Parts of a cache that work on records, for a face in another thread. */
export interface CacheParts {
  readonly access: StorageAccess;
  readonly entries: CacheEntries;
  readonly computed: ComputedEntries;
}

import { pruneExpired, pruneLeases } from "../leases/pruning.ts";
import { ReadSize } from "../records/read-size.ts";
import type { FoundRecord, StoredRecord } from "../records/record.ts";
import type { StorageBackend } from "../records/storage-backend.ts";
import { readInBatches } from "../storage/algorithms/read-in-batches.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { isTagged, tagsOf } from "./entry.ts";
import { isCurrent, readTagVersions } from "./tags/tag-versions.ts";

/** Tells whether any entry of a store may have tags. */
export async function hasTags(storage: StorageBackend): Promise<boolean> {
  for await (const page of storage.scan("cache_tags", { limit: 1 })) if (page.length > 0) return true;
  return false;
}

/** Tells of each record whether it is a valid entry: an entry with tags is valid while none of them has been invalidated. */
export async function areCurrent(storage: StorageBackend, found: readonly FoundRecord[]): Promise<boolean[]> {
  const tags = found.flatMap((record) => (isTaggedRecord(record) ? (tagsOf(record) ?? []).map(([tag]) => tag) : []));
  if (tags.length === 0) return found.map((record) => record !== undefined && !isTaggedRecord(record));
  const versions = await readTagVersions(storage, [...new Set(tags)]);
  return found.map((record) => record !== undefined && (!isTaggedRecord(record) || isCurrent(record, versions)));
}

/**
 * Removes expired and invalidated entries, unused tags, and leases of dead processes, and returns the number of entries. Frees the space
 * that is cheap to free.
 */
export async function pruneCache(storage: StorageBase): Promise<number> {
  let pruned = await pruneExpired(storage, "cache");
  if (await hasTags(storage)) pruned += await pruneTagged(storage);
  await pruneLeases(storage, "cache_leases");
  await storage.releaseSpace(false);
  return pruned;
}

async function pruneTagged(storage: StorageBackend): Promise<number> {
  let pruned = 0;
  const used = new Set<string>();
  const size = new ReadSize();
  for await (const page of storage.scan("cache")) {
    for await (const { keys, found } of readInBatches(storage, "cache", page, size)) {
      const current = await areCurrent(storage, found);
      const removals = found.flatMap((record, i) => {
        if (!isTaggedRecord(record)) return [];
        if (current[i]) for (const [tag] of tagsOf(record) ?? []) used.add(tag);
        else return [{ key: keys[i] as string, condition: { unchanged: record.revision } }];
        return [];
      });
      pruned += (await storage.remove("cache", removals)).filter(Boolean).length;
    }
  }
  for await (const tags of storage.scan("cache_tags")) {
    // An entry that is written with such a tag meanwhile is invalid: it is only read as a miss.
    const unused = tags.filter((tag) => !used.has(tag));
    await storage.remove(
      "cache_tags",
      unused.map((key) => ({ key, condition: "any" })),
    );
  }
  return pruned;
}

function isTaggedRecord(found: FoundRecord): found is StoredRecord {
  return found !== undefined && found.corrupt === undefined && isTagged(found);
}

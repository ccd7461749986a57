import type { Space } from "../records/space.ts";
import type { StorageBackend } from "../records/storage-backend.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { LeaseSpace } from "./lease-record.ts";
import { LeaseWatch } from "./lease-watch.ts";

/** Removes expired results and the leases of dead holders, frees the space that is cheap to free, and returns the number of results. */
export async function pruneRecords(storage: StorageBase): Promise<number> {
  const pruned = await pruneExpired(storage, "results");
  await pruneLeases(storage, "leases");
  await storage.releaseSpace(false);
  return pruned;
}

/** Removes the expired records of a space; returns their number. */
export function pruneExpired(storage: StorageBackend, space: Space): Promise<number> {
  return storage.wipe(space, { expired: true });
}

/** Removes the leases of dead holders. */
export async function pruneLeases(storage: StorageBackend, space: LeaseSpace): Promise<void> {
  for await (const keys of storage.scan(space)) {
    const found = await storage.read(space, keys);
    for (const [i, holder] of found.entries()) {
      if (!holder || !new LeaseWatch(storage.sessions).isDead(holder)) continue;
      await storage.remove(space, [{ key: keys[i] as string, condition: { unchanged: holder.revision } }]);
    }
  }
}

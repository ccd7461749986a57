import { LeaseWatch } from "../storage/lease.ts";
import type { StorageBackend } from "../storage/storage-backend.ts";

/** Removes results that have expired, and returns how many; and leases whose holders died. */
export async function pruneRecords(storage: StorageBackend): Promise<number> {
  let pruned = 0;
  for await (const keys of storage.scan("results", { expired: true })) {
    const removed = await storage.remove(
      "results",
      keys.map((key) => ({ key, condition: "expired" })),
    );
    pruned += removed.filter(Boolean).length;
  }
  for await (const keys of storage.scan("leases")) {
    const found = await storage.read("leases", keys);
    for (const [i, holder] of found.entries()) {
      if (!holder || !new LeaseWatch().isDead(holder)) continue;
      await storage.remove("leases", [{ key: keys[i] as string, condition: { unchanged: holder.revision } }]);
    }
  }
  return pruned;
}

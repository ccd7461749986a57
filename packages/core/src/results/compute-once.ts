import { setTimeout as delay } from "node:timers/promises";
import { Lease, LeaseWatch } from "../storage/lease.ts";
import type { WriteCondition } from "../storage/storage-backend.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { FoundRecord } from "../storage/storage-record.ts";

const FIRST_POLL_MS = 4;
const LONGEST_POLL_MS = 100;

/** Something that one process shall compute. */
export interface Computation<T> {
  /** What is stored already, or `undefined`. */
  readonly find: () => Promise<T | undefined>;
  /** Computes it and stores it. */
  readonly compute: () => Promise<T>;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/**
 * Returns what is stored, or computes it: once, of all processes that ask.
 *
 * Whoever takes the lease of the key computes; the others look again and again for the result, and whether the holder lives.
 */
export async function computeOnce<T>(
  storage: StorageBase,
  key: string,
  { find, compute, signal }: Computation<T>,
): Promise<T> {
  const watch = new LeaseWatch();
  let condition: WriteCondition = "absent";
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS)) {
    signal.throwIfAborted();
    const taken: Lease | { readonly holder: FoundRecord } = await Lease.take(storage, key, storage.clock, condition);
    if (taken instanceof Lease) {
      try {
        // Whoever held the lease before may have stored it.
        return (await find()) ?? (await compute());
      } finally {
        await taken.release();
      }
    }
    const found = await find();
    if (found !== undefined) return found;
    const { holder } = taken;
    condition = holder && watch.isDead(holder) ? { unchanged: holder.revision } : "absent";
    if (condition === "absent") await delay(pollMs * (0.5 + Math.random()));
  }
}

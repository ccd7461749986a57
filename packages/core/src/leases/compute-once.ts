import { channel } from "node:diagnostics_channel";
import type { FoundRecord } from "../records/record.ts";
import type { WriteCondition } from "../records/storage-backend.ts";
import { Computing } from "../scheduling/computing.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import type { HeldLease } from "../storage/store-hooks.ts";
import { Lease } from "./lease.ts";
import type { LeaseSpace } from "./lease-record.ts";
import { LeaseWatch } from "./lease-watch.ts";

const MIN_POLL_MS = 4;
const MAX_POLL_MS = 100;

/** Name of the diagnostics channel that gets a message whenever a caller goes on waiting for the computation of another. */
export const LEASE_WAIT_CHANNEL = "results-manager.lease-wait";
const leaseWaits = channel(LEASE_WAIT_CHANNEL);

/** Computation that one process executes for all. */
export interface Computation<T> {
  /** Returns the stored value, or `undefined`. */
  readonly find: () => Promise<T | undefined>;
  /** Computes and stores the value. */
  readonly compute: (stored: Stored) => Promise<T>;
  /** Aborted when no caller is waiting. */
  readonly signal: AbortSignal;
  /** Called instead of waiting for another process; it throws. */
  readonly refuseToWait?: (() => never) | undefined;
  /** The running computation, for detecting cycles across the stores of this process. */
  readonly computing?: Computing | undefined;
}

/**
 * Callback for `compute`, to be called directly after it requests the write of the computed value: the lease is then released in the
 * same transaction. Without that call, the lease is released after `compute`.
 */
export type Stored = () => void;

/**
 * Returns the stored value, or computes it: once for all concurrent processes.
 *
 * The process that takes the lease of the key computes; the others wait for a change of the lease, look for the value, and check whether the
 * holder is alive.
 *
 * @throws {ComputeCycleError} `COMPUTE_CYCLE` when a computation of this process holds the lease, through another store object, and waits
 * for this one.
 */
export async function computeOnce<T>(
  storage: StorageBase,
  key: string,
  computation: Computation<T>,
  space: LeaseSpace = "leases",
): Promise<T> {
  const { find, signal, computing, refuseToWait } = computation;
  const watch = new LeaseWatch(storage.sessions);
  let condition: WriteCondition = "absent";
  for (let pollMs = MIN_POLL_MS; ; pollMs = Math.min(pollMs * 1.5, MAX_POLL_MS)) {
    signal.throwIfAborted();
    const lease: HeldLease | { readonly holder: FoundRecord } = await (storage.takeLease(space, key) ??
      Lease.take(storage, key, storage.clock, condition, { space, computing }));
    if ("release" in lease) return computeUnder(lease, computation);
    const { holder }: { readonly holder: FoundRecord } = lease;
    const found = await find();
    if (found !== undefined) return found;
    const owner = Lease.computingOf(space, key, holder);
    const endWait = owner && Computing.ask(owner);
    try {
      condition = holder && watch.isDead(holder) ? { unchanged: holder.revision } : "absent";
      if (condition !== "absent") continue;
      refuseToWait?.();
      leaseWaits.publish(key);
      await storage.waitForChange(space, key, pollMs * (0.5 + Math.random()));
    } finally {
      endWait?.();
    }
  }
}

async function computeUnder<T>(lease: HeldLease, { find, compute, signal }: Computation<T>): Promise<T> {
  let releasing: Promise<boolean> | undefined;
  const stored: Stored = () => {
    releasing = lease.release().then(
      () => true,
      () => false,
    );
  };
  try {
    // The previous holder of the lease may have stored the value.
    const existing = await find();
    if (existing !== undefined) return existing;
    signal.throwIfAborted();
    return await compute(stored);
  } finally {
    const isReleased = await releasing;
    if (!isReleased) await lease.release();
  }
}

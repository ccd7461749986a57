import type { FoundRecord } from "../records/record.ts";
import type { SessionWitness } from "../records/session-witness.ts";
import type { WriteCondition } from "../records/storage-backend.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { runSteps } from "../steps/run-steps.ts";
import type { Delay } from "../steps/step-storage.ts";
import { type Steps, settled } from "../steps/steps.ts";
import type { StorageBase } from "../storage/storage-base.ts";
import { realTime } from "../time/real-time.ts";
import { Lease, type LeaseSpace, LeaseWatch } from "./lease.ts";

const MIN_POLL_MS = 4;
const MAX_POLL_MS = 100;

/** Computation that one process executes for all. */
export interface Computation<T> {
  /** Returns the stored value, or `undefined`. */
  readonly find: () => Promise<T | undefined>;
  /** Computes and stores the value. */
  readonly compute: (stored: Stored) => Promise<T>;
  /** Aborted when no caller is waiting. */
  readonly signal: AbortSignal;
}

/**
 * Callback for `compute`, to be called directly after it requests the write of the computed value: the lease is then released in the
 * same transaction. Without that call, the lease is released after `compute`.
 */
export type Stored = () => void;

/** {@link Computation} in steps, with the operations on leases and the means to wait. */
export interface ComputationSteps<T> {
  readonly find: () => Steps<T | undefined>;
  readonly compute: (stored: Stored) => Steps<T>;
  readonly signal: AbortSignal;
  /** Takes the lease of the key if `condition` holds; otherwise returns the stored record of its holder. */
  readonly takeLease: (condition: WriteCondition) => Awaitable<HeldLease | { readonly holder: FoundRecord }>;
  /** Witness of open stores, if the medium has one. */
  readonly sessions: Pick<SessionWitness, "isOpen"> | undefined;
  readonly delay: Delay;
}

/** Lease held by this process. */
export interface HeldLease {
  release(): Awaitable<void>;
}

/** Executes a computation once for all concurrent processes; see {@link computeOnceSteps}. */
export function computeOnce<T>(
  storage: StorageBase,
  key: string,
  { find, compute, signal }: Computation<T>,
  leases: LeaseSpace = "leases",
): Promise<T> {
  return runSteps(
    computeOnceSteps<T>({
      find: () => settled(find(), "The store"),
      compute: (stored) => settled(compute(stored), "The computation"),
      signal,
      takeLease: (condition) => Lease.take(storage, key, storage.clock, condition, leases),
      sessions: storage.sessions,
      delay: realTime.delay,
    }),
  );
}

/**
 * Returns the stored value, or computes it: once for all concurrent processes.
 *
 * The process that takes the lease of the key computes; the others poll for the value and check whether the holder is alive.
 */
export function* computeOnceSteps<T>(computation: ComputationSteps<T>): Steps<T> {
  const { find, compute, signal, takeLease, sessions, delay } = computation;
  const watch = new LeaseWatch(sessions);
  let condition: WriteCondition = "absent";
  for (let pollMs = MIN_POLL_MS; ; pollMs = Math.min(pollMs * 1.5, MAX_POLL_MS)) {
    signal.throwIfAborted();
    const lease: HeldLease | { readonly holder: FoundRecord } = yield* settled(takeLease(condition), "The store");
    if ("release" in lease) {
      let releasing: Promise<boolean> | undefined;
      const stored: Stored = () => {
        releasing = Promise.resolve(lease.release()).then(
          () => true,
          () => false,
        );
      };
      try {
        // The previous holder of the lease may have stored the value.
        const existing = yield* find();
        if (existing !== undefined) return existing;
        signal.throwIfAborted();
        return yield* compute(stored);
      } finally {
        const isReleased = releasing && (yield* settled(releasing, "The store"));
        if (!isReleased) yield* settled(lease.release(), "The store");
      }
    }
    const found = yield* find();
    if (found !== undefined) return found;
    const holder: FoundRecord = lease.holder;
    condition = holder && watch.isDead(holder) ? { unchanged: holder.revision } : "absent";
    if (condition === "absent") yield* settled(delay(pollMs * (0.5 + Math.random())), "The pause");
  }
}

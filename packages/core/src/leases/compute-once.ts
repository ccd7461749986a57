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

const FIRST_POLL_MS = 4;
const LONGEST_POLL_MS = 100;

/** Something that one process shall compute. */
export interface Computation<T> {
  /** What is stored already, or `undefined`. */
  readonly find: () => Promise<T | undefined>;
  /** Computes it and stores it. */
  readonly compute: (stored: Stored) => Promise<T>;
  /** Aborted when nobody waits any more. */
  readonly signal: AbortSignal;
}

/**
 * Called by whoever stores what was computed, at once after asking the store for it: the lease is then given back in the same
 * transaction. Where it is not called, the lease is given back at the end.
 */
export type Stored = () => void;

/** The same in steps, and how to wait for others. */
export interface ComputationSteps<T> {
  readonly find: () => Steps<T | undefined>;
  readonly compute: (stored: Stored) => Steps<T>;
  readonly signal: AbortSignal;
  /** Takes the lease of the key where `condition` holds; otherwise returns what stands there. */
  readonly takeLease: (condition: WriteCondition) => Awaitable<TakenLease | { readonly holder: FoundRecord }>;
  /** Tells which stores are open, where the medium can. */
  readonly sessions: Pick<SessionWitness, "isOpen"> | undefined;
  readonly delay: Delay;
}

/** A lease that is held. */
export interface TakenLease {
  release(): Awaitable<void>;
}

/** Carries out a computation once, of all processes that ask; see {@link computeOnceSteps}. */
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
 * Returns what is stored, or computes it: once, of all processes that ask.
 *
 * Whoever takes the lease of the key computes; the others look again and again for the result, and whether the holder lives.
 */
export function* computeOnceSteps<T>(computation: ComputationSteps<T>): Steps<T> {
  const { find, compute, signal, takeLease, sessions, delay } = computation;
  const watch = new LeaseWatch(sessions);
  let condition: WriteCondition = "absent";
  for (let pollMs = FIRST_POLL_MS; ; pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS)) {
    signal.throwIfAborted();
    const taken: TakenLease | { readonly holder: FoundRecord } = yield* settled(takeLease(condition), "The store");
    if ("release" in taken) {
      let releasing: Promise<boolean> | undefined;
      const stored: Stored = () => {
        releasing = Promise.resolve(taken.release()).then(
          () => true,
          () => false,
        );
      };
      try {
        // Whoever held the lease before may have stored it.
        const there = yield* find();
        if (there !== undefined) return there;
        signal.throwIfAborted();
        return yield* compute(stored);
      } finally {
        const isReleased = releasing && (yield* settled(releasing, "The store"));
        if (!isReleased) yield* settled(taken.release(), "The store");
      }
    }
    const found = yield* find();
    if (found !== undefined) return found;
    const holder: FoundRecord = taken.holder;
    condition = holder && watch.isDead(holder) ? { unchanged: holder.revision } : "absent";
    if (condition === "absent") yield* settled(delay(pollMs * (0.5 + Math.random())), "The pause");
  }
}

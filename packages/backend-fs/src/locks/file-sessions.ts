import type { SessionWitness } from "@results-manager/core/storage";
import type { Layout } from "../layout/layout.ts";
import type { KernelLocks } from "./kernel-locks.ts";
import { mayHaveLostLock, type TempSession } from "./temp-session.ts";

/**
 * Tells which stores of a folder are open. Each holds the kernel lock of its session's name, which the kernel frees when the process ends.
 */
export class FileSessions implements SessionWitness {
  readonly #layout: Layout;
  readonly #session: TempSession;
  readonly #locks: KernelLocks;

  constructor(layout: Layout, session: TempSession, locks: KernelLocks) {
    this.#layout = layout;
    this.#session = session;
    this.#locks = locks;
  }

  get name(): string | undefined {
    return orUndefined(() => this.#session.name);
  }

  isOpen(name: string): boolean | undefined {
    const own = this.#session.openName;
    if (name === own) return true;
    // Locks do not exclude the same instance: taking and releasing the lock would release this store's own.
    if (own !== undefined && this.#locks.isSameLock("session", name, own)) return undefined;
    return orUndefined(() => this.#isLocked(name));
  }

  #isLocked(name: string): boolean | undefined {
    const lock = this.#locks.tryLock("session", name);
    lock?.release();
    if (lock && mayHaveLostLock(this.#layout, this.#locks, name)) return undefined;
    return lock === undefined;
  }
}

/**
 * Returns `undefined` instead of throwing. A holder then counts as alive while it renews its lease, and writing the lease reports the
 * error.
 */
function orUndefined<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

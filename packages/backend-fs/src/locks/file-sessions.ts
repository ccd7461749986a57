import type { SessionWitness } from "@results-manager/core";
import type { Layout } from "../layout/layout.ts";
import type { KernelLocks } from "./kernel-locks.ts";
import { mayHaveLostLock, type Session } from "./temp-session.ts";

/** Tells which stores of a folder are open: each holds the kernel lock of its session's name, which the kernel frees when it dies. */
export class FileSessions implements SessionWitness {
  readonly #layout: Layout;
  readonly #session: Session;
  readonly #locks: KernelLocks;

  constructor(layout: Layout, session: Session, locks: KernelLocks) {
    this.#layout = layout;
    this.#session = session;
    this.#locks = locks;
  }

  get name(): string | undefined {
    return quietly(() => this.#session.name);
  }

  isOpen(name: string): boolean | undefined {
    const own = this.#session.openName;
    if (name === own) return true;
    // Locks do not exclude users of the same instance: taken once more, our own would be given back.
    if (own !== undefined && this.#locks.isSameLock("session", name, own)) return undefined;
    return quietly(() => this.#isLocked(name));
  }

  #isLocked(name: string): boolean | undefined {
    const lock = this.#locks.tryLock("session", name);
    lock?.release();
    if (lock && mayHaveLostLock(this.#layout, this.#locks, name)) return undefined;
    return lock === undefined;
  }
}

/** What cannot be done says nothing: then silence tells whether a holder lives; and the write of the lease says why it fails. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

import type { FoundRecord, Revision } from "../records/record.ts";
import type { SessionWitness } from "../records/session-witness.ts";
import { realTime } from "../time/real-time.ts";
import { holderOf } from "./lease-record.ts";
import { isAlive, isOfThisKernel } from "./process-identity.ts";

/** Silence after which a holder whose process cannot be checked counts as dead. */
const SILENCE_MS = 5000;
/** Silence after which a holder whose process is alive counts as dead; longer, since its event loop may be blocked. */
const SILENCE_WHILE_ALIVE_MS = 60_000;

/**
 * Watches the holder of a lease, to detect its death.
 *
 * Detection is immediate when the process is in the same process table, or when the witness of the medium sees the same kernel.
 * Otherwise it relies on missing heartbeats, measured by the clock of the waiting process: 5 seconds when nothing shows that the holder
 * is alive, 60 seconds when something does.
 */
export class LeaseWatch {
  readonly #witness: Pick<SessionWitness, "isOpen"> | undefined;
  readonly #elapsed: () => number;
  #revision: Revision | undefined;
  #changedAt = 0;

  /**
   * @param witness Witness of the store that contains the leases.
   * @param elapsed Monotonic clock, in milliseconds.
   */
  constructor(witness: Pick<SessionWitness, "isOpen"> | undefined, elapsed: () => number = realTime.elapsed) {
    this.#witness = witness;
    this.#elapsed = elapsed;
  }

  /** Tells whether the holder counts as dead, given the current record of the lease. */
  isDead(record: NonNullable<FoundRecord>): boolean {
    const now = this.#elapsed();
    if (this.#revision !== record.revision) {
      this.#revision = record.revision;
      this.#changedAt = now;
    }
    const silence = now - this.#changedAt;
    const holder = holderOf(record);
    if (!holder) return silence > SILENCE_MS;
    const alive = isAlive(holder);
    // The thread that held the lease may have ended in a process that is alive: only missing heartbeats show that.
    if (alive !== undefined && silence <= SILENCE_MS) return !alive;
    const open = holder.session === undefined ? undefined : this.#witness?.isOpen(holder.session);
    if (alive === undefined && open === false && isOfThisKernel(holder)) return true;
    return alive === false || silence > ((open ?? alive) ? SILENCE_WHILE_ALIVE_MS : SILENCE_MS);
  }
}

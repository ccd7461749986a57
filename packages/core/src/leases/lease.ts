import type { FoundRecord, RecordContent, Revision } from "../records/record.ts";
import type { SessionWitness } from "../records/session-witness.ts";
import type { Space, StorageBackend, WriteCondition } from "../records/storage-backend.ts";
import type { Clock } from "../time/clock.ts";
import { isoTime } from "../time/clock.ts";
import { realTime } from "../time/real-time.ts";
import { isAlive, isOfThisKernel, type ProcessIdentity, processIdentity } from "./process-identity.ts";

const HEARTBEAT_MS = 1000;
/** Silence after which a holder whose process cannot be checked counts as dead. */
const SILENCE_MS = 5000;
/** Silence after which a holder whose process is alive counts as dead; longer, since its event loop may be blocked. */
const SILENCE_WHILE_ALIVE_MS = 60_000;

/** Spaces of leases: results, cache and calls have one each, so that computations of equal keys can be nested. */
export type LeaseSpace = Extract<Space, "leases" | "cache_leases" | "call_leases">;

/** Process and open store that hold a lease. */
interface Holder extends ProcessIdentity {
  /** Name of the open store that took the lease, if the medium has a witness. */
  readonly session: string | undefined;
}

/**
 * Exclusive right of one process to work on a key of a shared store, until it is released or the process dies.
 *
 * Stored as a record that the holder renews; {@link LeaseWatch} decides when it is lost.
 */
export class Lease {
  readonly #storage: StorageBackend;
  readonly #space: LeaseSpace;
  readonly #key: string;
  readonly #clock: Clock;
  readonly #heartbeat: NodeJS.Timeout;
  #revision: Revision;
  #pendingBeat: Promise<void> | undefined;
  #beats = 0;

  private constructor(storage: StorageBackend, space: LeaseSpace, key: string, clock: Clock, revision: Revision) {
    this.#storage = storage;
    this.#space = space;
    this.#key = key;
    this.#clock = clock;
    this.#revision = revision;
    this.#heartbeat = realTime
      .setInterval(() => {
        this.#pendingBeat ??= this.#beat().finally(() => {
          this.#pendingBeat = undefined;
        });
      }, HEARTBEAT_MS)
      .unref();
  }

  /** Takes the lease if `condition` holds; otherwise returns the stored record of its holder. */
  static async take(
    storage: StorageBackend,
    key: string,
    clock: Clock,
    condition: WriteCondition,
    space: LeaseSpace = "leases",
  ): Promise<Lease | { readonly holder: FoundRecord }> {
    const [outcome] = await storage.write(space, [{ key, condition, content: contentOf(storage, clock, 0) }]);
    if (outcome?.written) return new Lease(storage, space, key, clock, outcome.revision);
    return { holder: outcome?.found };
  }

  /** Tells whether a record belongs to this lease. */
  isRecord(found: FoundRecord): boolean {
    return found !== undefined && found.revision === this.#revision;
  }

  /**
   * Releases the lease, unless another process has taken it over. The removal is requested at once, so that it joins the batch of the
   * operations requested earlier in this turn. May be called again after a failure.
   */
  release(): Promise<void> {
    realTime.clearInterval(this.#heartbeat);
    return this.#pendingBeat ? this.#pendingBeat.then(() => this.#remove()) : this.#remove();
  }

  async #remove(): Promise<void> {
    await this.#storage.remove(this.#space, [{ key: this.#key, condition: { unchanged: this.#revision } }]);
  }

  /** Removes the lease of a key that a terminated thread of this process held. A lease of another process is left unchanged. */
  static async disown(storage: StorageBackend, key: string): Promise<void> {
    const [found] = await storage.read("leases", [key]);
    const holder = found && found.corrupt === undefined ? holderOf(found) : undefined;
    const { kernel, host, pid, started } = processIdentity();
    const isOwn = holder?.kernel === kernel && holder.host === host && holder.pid === pid && holder.started === started;
    if (!found || !isOwn) return;
    await storage.remove("leases", [{ key, condition: { unchanged: found.revision } }]);
  }

  async #beat(): Promise<void> {
    const content = contentOf(this.#storage, this.#clock, ++this.#beats);
    try {
      const condition = { unchanged: this.#revision };
      const [outcome] = await this.#storage.write(this.#space, [{ key: this.#key, condition, content }]);
      if (outcome?.written) this.#revision = outcome.revision;
      else realTime.clearInterval(this.#heartbeat);
    } catch {
      // The next heartbeat tries again; without heartbeats the lease is lost, as intended.
    }
  }
}

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
    const holder = record.corrupt === undefined ? holderOf(record) : undefined;
    if (!holder) return silence > SILENCE_MS;
    const alive = isAlive(holder);
    // The thread that held the lease may have ended in a process that is alive: only missing heartbeats show that.
    if (alive !== undefined && silence <= SILENCE_MS) return !alive;
    const open = holder.session === undefined ? undefined : this.#witness?.isOpen(holder.session);
    if (alive === undefined && open === false && isOfThisKernel(holder)) return true;
    return alive === false || silence > ((open ?? alive) ? SILENCE_WHILE_ALIVE_MS : SILENCE_MS);
  }
}

function contentOf({ sessions }: StorageBackend, clock: Clock, beats: number): RecordContent {
  const time = isoTime(clock.now());
  const session = sessions?.name;
  return {
    modelName: "lease",
    namespace: "results-manager",
    version: 1,
    data: { ...processIdentity(), ...(session === undefined ? {} : { session }), beats },
    createdAt: time,
    updatedAt: time,
  };
}

function holderOf({ data }: RecordContent): Holder | undefined {
  const { kernel, host, pid, started, session } = data as Partial<Record<keyof Holder, unknown>>;
  if (typeof host !== "string" || typeof pid !== "number" || typeof started !== "string") return undefined;
  return {
    kernel: typeof kernel === "string" ? kernel : "",
    host,
    pid,
    started,
    session: typeof session === "string" ? session : undefined,
  };
}

import type { FoundRecord, RecordContent, Revision } from "../records/record.ts";
import type { SessionWitness } from "../records/session-witness.ts";
import type { Space, StorageBackend, WriteCondition } from "../records/storage-backend.ts";
import type { Clock } from "../time/clock.ts";
import { isoTime } from "../time/clock.ts";
import { realTime } from "../time/real-time.ts";
import { isAlive, isOfThisKernel, type ProcessIdentity, processIdentity } from "./process-identity.ts";

const HEARTBEAT_MS = 1000;
/** A holder that cannot be seen from here and has been silent for so long is taken for dead. */
const SILENCE_MS = 5000;
/** One that is seen to live gets longer: its event loop may be busy. */
const SILENCE_OF_THE_LIVING_MS = 60_000;

/** The spaces of leases: each face has its own, so that work on equal keys of two faces may be nested. */
export type LeaseSpace = Extract<Space, "leases" | "cache_leases" | "call_leases">;

/** Who holds a lease. */
interface Holder extends ProcessIdentity {
  /** The open store it was taken by, where the medium can tell which are open. */
  readonly session: string | undefined;
}

/**
 * The right to work on a key, held by one process of all that share the store, for as long as it lives.
 *
 * It is a record that its holder renews; see {@link LeaseWatch} for when it is lost.
 */
export class Lease {
  readonly #storage: StorageBackend;
  readonly #space: LeaseSpace;
  readonly #key: string;
  readonly #clock: Clock;
  readonly #heartbeat: NodeJS.Timeout;
  #revision: Revision;
  #beating: Promise<void> | undefined;
  #beats = 0;

  private constructor(storage: StorageBackend, space: LeaseSpace, key: string, clock: Clock, revision: Revision) {
    this.#storage = storage;
    this.#space = space;
    this.#key = key;
    this.#clock = clock;
    this.#revision = revision;
    this.#heartbeat = realTime
      .setInterval(() => {
        this.#beating ??= this.#beat().finally(() => {
          this.#beating = undefined;
        });
      }, HEARTBEAT_MS)
      .unref();
  }

  /** Takes the lease where `condition` holds; otherwise returns what stands there. */
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

  /** Tells whether a record is that of this lease. */
  isRecord(found: FoundRecord): boolean {
    return found !== undefined && found.revision === this.#revision;
  }

  /**
   * Gives the lease back. One that somebody else has taken over is left alone. It is asked of the storage at once, so that it goes
   * with what this turn has asked for before. What has failed may be tried again.
   */
  release(): Promise<void> {
    realTime.clearInterval(this.#heartbeat);
    return this.#beating ? this.#beating.then(() => this.#remove()) : this.#remove();
  }

  async #remove(): Promise<void> {
    await this.#storage.remove(this.#space, [{ key: this.#key, condition: { unchanged: this.#revision } }]);
  }

  /** Removes the lease of a key that a thread of this process held when it died. One of another process is left alone. */
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
      // The next beat tries again; silence costs the lease, which is what a lease is for.
    }
  }
}

/**
 * Watches the holder of a lease, to tell when it has died.
 *
 * At once where its process is of this process table, or the medium's witness is of this machine's kernel; else by silence, of the
 * waiter's own clock: five seconds where nothing tells that it lives, a minute where something does.
 */
export class LeaseWatch {
  readonly #witness: Pick<SessionWitness, "isOpen"> | undefined;
  readonly #elapsed: () => number;
  #revision: Revision | undefined;
  #since = 0;

  /**
   * @param witness of the store that the leases are in.
   * @param elapsed tells the milliseconds since some moment.
   */
  constructor(witness: Pick<SessionWitness, "isOpen"> | undefined, elapsed: () => number = realTime.elapsed) {
    this.#witness = witness;
    this.#elapsed = elapsed;
  }

  /** Tells whether the holder can be taken for dead, by what stands there now. */
  isDead(record: NonNullable<FoundRecord>): boolean {
    const now = this.#elapsed();
    if (this.#revision !== record.revision) {
      this.#revision = record.revision;
      this.#since = now;
    }
    const silence = now - this.#since;
    const holder = record.corrupt === undefined ? holderOf(record) : undefined;
    if (!holder) return silence > SILENCE_MS;
    const alive = isAlive(holder);
    // A process that lives may have lost the thread that held it: that shows when it is silent.
    if (alive !== undefined && silence <= SILENCE_MS) return !alive;
    const open = holder.session === undefined ? undefined : this.#witness?.isOpen(holder.session);
    if (alive === undefined && open === false && isOfThisKernel(holder)) return true;
    return alive === false || silence > ((open ?? alive) ? SILENCE_OF_THE_LIVING_MS : SILENCE_MS);
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

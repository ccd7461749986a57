import type { Clock } from "./clock.ts";
import { isoTime } from "./clock.ts";
import { isAlive, type ProcessIdentity, processIdentity } from "./process-identity.ts";
import { realTime } from "./real-time.ts";
import type { Space, StorageBackend, WriteCondition } from "./storage-backend.ts";
import type { FoundRecord, RecordContent, Revision } from "./storage-record.ts";

const HEARTBEAT_MS = 1000;
/** A holder elsewhere that has been silent for so long is taken for dead. */
const SILENCE_MS = 5000;
/** One whose process lives gets longer: its event loop may be busy. */
const SILENCE_OF_THE_LIVING_MS = 60_000;

/** The spaces of leases: each face has its own, so that work on equal keys of two faces may be nested. */
export type LeaseSpace = Extract<Space, "leases" | "cache_leases" | "call_leases">;

/**
 * The right to work on a key, held by one process of all that share the store, for as long as it lives.
 *
 * It is a record that its holder renews. A holder of this machine that has died is seen at once; one of another machine
 * when its record has not changed for five seconds. No clock is compared with another machine's.
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
    const [outcome] = await storage.write(space, [{ key, condition, content: contentOf(clock, 0) }]);
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
    const owner = found && found.corrupt === undefined ? ownerOf(found) : undefined;
    const { host, pid, started } = processIdentity();
    if (!found || owner?.host !== host || owner.pid !== pid || owner.started !== started) return;
    await storage.remove("leases", [{ key, condition: { unchanged: found.revision } }]);
  }

  async #beat(): Promise<void> {
    const content = contentOf(this.#clock, ++this.#beats);
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

/** Watches the holder of a lease, to tell when it has died. */
export class LeaseWatch {
  #revision: Revision | undefined;
  #since = 0;

  /** Tells whether the holder can be taken for dead, by what stands there now. */
  isDead(holder: NonNullable<FoundRecord>): boolean {
    const now = realTime.elapsed();
    if (this.#revision !== holder.revision) {
      this.#revision = holder.revision;
      this.#since = now;
    }
    const owner = holder.corrupt === undefined ? ownerOf(holder) : undefined;
    const alive = owner && isAlive(owner);
    if (alive === false) return true;
    return now - this.#since > (alive ? SILENCE_OF_THE_LIVING_MS : SILENCE_MS);
  }
}

function contentOf(clock: Clock, beats: number): RecordContent {
  const time = isoTime(clock.now());
  const { host, pid, started } = processIdentity();
  return {
    modelName: "lease",
    namespace: "results-manager",
    version: 1,
    data: { host, pid, started, beats },
    createdAt: time,
    updatedAt: time,
  };
}

function ownerOf({ data }: RecordContent): ProcessIdentity | undefined {
  const { host, pid, started } = data as Partial<Record<keyof ProcessIdentity, unknown>>;
  if (typeof host !== "string" || typeof pid !== "number" || typeof started !== "string") return undefined;
  return { host, pid, started };
}

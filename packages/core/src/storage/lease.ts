import type { Clock } from "./clock.ts";
import { isoTime } from "./clock.ts";
import { isAlive, type ProcessIdentity, processIdentity } from "./process-identity.ts";
import type { StorageBackend, WriteCondition } from "./storage-backend.ts";
import type { FoundRecord, RecordContent, Revision } from "./storage-record.ts";

const HEARTBEAT_MS = 1000;
/** A holder elsewhere that has been silent for so long is taken for dead. */
const SILENCE_MS = 5000;
/** One whose process lives gets longer: its event loop may be busy. */
const SILENCE_OF_THE_LIVING_MS = 60_000;

/**
 * The right to work on a key, held by one process of all that share the store, for as long as it lives.
 *
 * It is a record that its holder renews. A holder of this machine that has died is seen at once; one of another machine
 * when its record has not changed for five seconds. No clock is compared with another machine's.
 */
export class Lease {
  readonly #storage: StorageBackend;
  readonly #key: string;
  readonly #clock: Clock;
  readonly #heartbeat: NodeJS.Timeout;
  #revision: Revision;
  #beating: Promise<void> = Promise.resolve();
  #beats = 0;

  private constructor(storage: StorageBackend, key: string, clock: Clock, revision: Revision) {
    this.#storage = storage;
    this.#key = key;
    this.#clock = clock;
    this.#revision = revision;
    this.#heartbeat = setInterval(() => {
      this.#beating = this.#beating.then(() => this.#beat());
    }, HEARTBEAT_MS).unref();
  }

  /** Takes the lease where `condition` holds; otherwise returns what stands there. */
  static async take(
    storage: StorageBackend,
    key: string,
    clock: Clock,
    condition: WriteCondition,
  ): Promise<Lease | { readonly holder: FoundRecord }> {
    const [outcome] = await storage.write("leases", [{ key, condition, content: contentOf(clock, 0) }]);
    if (outcome?.written) return new Lease(storage, key, clock, outcome.revision);
    return { holder: outcome?.found };
  }

  /** Gives the lease back. One that somebody else has taken over is left alone. */
  async release(): Promise<void> {
    clearInterval(this.#heartbeat);
    await this.#beating;
    await this.#storage.remove("leases", [{ key: this.#key, condition: { unchanged: this.#revision } }]);
  }

  async #beat(): Promise<void> {
    const content = contentOf(this.#clock, ++this.#beats);
    try {
      const condition = { unchanged: this.#revision };
      const [outcome] = await this.#storage.write("leases", [{ key: this.#key, condition, content }]);
      if (outcome?.written) this.#revision = outcome.revision;
      else clearInterval(this.#heartbeat);
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
    const now = performance.now();
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

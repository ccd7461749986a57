import type { FoundRecord, Revision } from "../records/record.ts";
import type { StorageBackend, WriteCondition } from "../records/storage-backend.ts";
import type { Computing } from "../scheduling/computing.ts";
import type { Clock } from "../time/clock.ts";
import { realTime } from "../time/real-time.ts";
import { holderOf, isOwnProcess, type LeaseSpace, leaseContent } from "./lease-record.ts";

const HEARTBEAT_MS = 1000;

/** Options of a lease. */
export interface LeaseOptions {
  /** Space of the lease's record; that of results by default. */
  readonly space?: LeaseSpace;
  /** Computation that runs under the lease. */
  readonly computing?: Computing | undefined;
}

/** Leases that this thread holds for computations, by space and key. */
const heldLeases = new Map<string, Set<Lease>>();

/**
 * Exclusive right of one process to work on a key of a shared store, until it is released or the process dies.
 *
 * Stored as a record that the holder renews; `LeaseWatch` decides when it is lost.
 */
export class Lease {
  readonly #storage: StorageBackend;
  readonly #space: LeaseSpace;
  readonly #key: string;
  readonly #clock: Clock;
  readonly #computing: Computing | undefined;
  readonly #heartbeat: NodeJS.Timeout;
  #revision: Revision;
  #pendingBeat: Promise<void> | undefined;
  #beats = 0;

  private constructor(
    storage: StorageBackend,
    key: string,
    clock: Clock,
    { space = "leases", computing }: LeaseOptions,
    revision: Revision,
  ) {
    this.#storage = storage;
    this.#space = space;
    this.#key = key;
    this.#clock = clock;
    this.#computing = computing;
    if (computing) leasesOf(space, key).add(this);
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
    options: LeaseOptions = {},
  ): Promise<Lease | { readonly holder: FoundRecord }> {
    const { space = "leases" } = options;
    const [outcome] = await storage.write(space, [{ key, condition, content: leaseContent(storage, clock, 0) }]);
    if (outcome?.written) return new Lease(storage, key, clock, options, outcome.revision);
    return { holder: outcome?.found };
  }

  /** Finds the computation of this thread that runs under the lease of a record, perhaps through another store object. */
  static computingOf(space: LeaseSpace, key: string, found: FoundRecord): Computing | undefined {
    const held = found && heldLeases.get(nameOf(space, key));
    for (const lease of held ?? []) if (lease.#isRecord(found)) return lease.#computing;
    return undefined;
  }

  #isRecord(found: FoundRecord): boolean {
    const holder = holderOf(found);
    return (
      holder !== undefined &&
      found?.revision === this.#revision &&
      isOwnProcess(holder) &&
      holder.session === this.#storage.sessions?.name
    );
  }

  /**
   * Releases the lease, unless another process has taken it over. The removal is requested at once, so that it joins the batch of the
   * operations requested earlier in this turn. May be called again after a failure.
   */
  release(): Promise<void> {
    realTime.clearInterval(this.#heartbeat);
    if (this.#computing) forget(this, this.#space, this.#key);
    return this.#pendingBeat ? this.#pendingBeat.then(() => this.#remove()) : this.#remove();
  }

  async #remove(): Promise<void> {
    await this.#storage.remove(this.#space, [{ key: this.#key, condition: { unchanged: this.#revision } }]);
  }

  /** Removes the lease of a key that a terminated thread of this process held. A lease of another process is left unchanged. */
  static async disown(storage: StorageBackend, key: string, space: LeaseSpace): Promise<void> {
    const [found] = await storage.read(space, [key]);
    const holder = holderOf(found);
    if (!found || !holder || !isOwnProcess(holder)) return;
    await storage.remove(space, [{ key, condition: { unchanged: found.revision } }]);
  }

  async #beat(): Promise<void> {
    const content = leaseContent(this.#storage, this.#clock, ++this.#beats);
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

function nameOf(space: LeaseSpace, key: string): string {
  return `${space} ${key}`;
}

function leasesOf(space: LeaseSpace, key: string): Set<Lease> {
  const name = nameOf(space, key);
  const known = heldLeases.get(name) ?? new Set();
  heldLeases.set(name, known);
  return known;
}

function forget(lease: Lease, space: LeaseSpace, key: string): void {
  const leases = leasesOf(space, key);
  leases.delete(lease);
  if (leases.size === 0) heldLeases.delete(nameOf(space, key));
}

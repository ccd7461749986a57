import { assertSupportedRuntime } from "../loading/supported-runtime.ts";
import { defaultRegistry, type ModelRegistry } from "../models/model-registry.ts";
import type { FoundRecord } from "../records/record.ts";
import type { SessionWitness } from "../records/session-witness.ts";
import type { Space } from "../records/space.ts";
import type { SpaceBounds, SyncRecords } from "../records/usage.ts";
import type { Awaitable } from "../scheduling/group-commit.ts";
import { type Clock, systemClock } from "../time/clock.ts";
import { realTime } from "../time/real-time.ts";
import { checkStorageOptions, type StorageOptions } from "./storage-options.ts";

/** Exclusive right to compute the record of a key. */
export interface HeldLease {
  release(): Promise<void>;
}

/** Hooks of a medium that concern a store as a whole, with defaults that a medium can override. */
export abstract class StoreHooks {
  /** Registry that maps stored names to models. */
  readonly registry: ModelRegistry;
  /** Source of the time. */
  readonly clock: Clock;

  /** @throws {TypeError} for a registry or a clock that is none; {@link Error} by a runtime that is too old. */
  constructor(options: StorageOptions = {}) {
    assertSupportedRuntime();
    checkStorageOptions(options);
    const { registry = defaultRegistry, clock = systemClock } = options;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * Keeps a space within limits from now on; called by a face if the medium supports `evicts`.
   *
   * @param onEviction Called after each eviction of a record.
   */
  limitSpace(_space: Space, _bounds: SpaceBounds, _onEviction: () => void): void {}

  /** Tells whether a space may hold records, for media that make the place of a space when it is first used; makes nothing. */
  protected hasSpace(_space: Space): Awaitable<boolean> {
    return true;
  }

  /**
   * Hashes bytes in a thread of the medium while they are being copied into shared memory, for media that have a thread; by default the thread pool
   * hashes a copy of them. Resolves with the SHA-256 in hexadecimal.
   *
   * The medium may begin to write them, since they are not changed any more once they are there: {@link StoreHooks.releaseShared} ends that.
   *
   * @param parts number of parts of 1 MiB that are there; this thread notifies it of each.
   * @param _type Type of the value that the bytes are.
   */
  hashShared(
    _bytes: Uint8Array<SharedArrayBuffer>,
    _parts: Int32Array<SharedArrayBuffer>,
    _type: string,
  ): Promise<string> | undefined {
    return undefined;
  }

  /** Called once shared bytes have been written, or will not be. When it is done, they are used for other values: nothing may read them any more. */
  async releaseShared(_bytes: Uint8Array<SharedArrayBuffer>): Promise<void> {}

  /** Records of a space for synchronous access, while no operation is queued; only media in memory have them. */
  syncRecords(_space: Space): SyncRecords | undefined {
    return undefined;
  }

  /**
   * Takes the lease of a key, for media that have leases of their own, which must become free when their holder dies. Resolves with
   * `{ holder: undefined }` where another process holds it. By default leases are records of their space, and the method returns
   * `undefined`.
   *
   * @param space Space of the leases: computations of results, cache entries and calls with equal keys do not exclude each other.
   */
  takeLease(_space: Space, _key: string): Promise<HeldLease | { readonly holder: FoundRecord }> | undefined {
    return undefined;
  }

  /**
   * Waits until a record of a key may have changed, for about `ms` milliseconds; may resolve too early. By default it waits for that time; a
   * medium that is notified of changes overrides it, and may wait for up to half a second. Called outside of the queue.
   */
  waitForChange(_space: Space, _key: string, ms: number): Promise<unknown> {
    return realTime.delay(ms);
  }

  /**
   * Returns unused space to the operating system, and the number of bytes freed: all of it if `isThorough`, else only what is cheap to
   * free. Called outside of the queue; an implementation queues each of its accesses to the medium as an exclusive task.
   */
  async releaseSpace(_isThorough: boolean): Promise<number> {
    return 0;
  }

  /** Releases the resources of the medium. */
  protected async closeStorage(): Promise<void> {}

  /** Tells other processes whether this store is open, for media that can. */
  get sessions(): SessionWitness | undefined {
    return undefined;
  }

  /** Place of the store for messages, such as a folder; media that have none, or keep it to themselves, leave it out. */
  get place(): string | undefined {
    return undefined;
  }

  locate(space: Space, key: string): string {
    return `${space} '${key}'`;
  }
}

import { BackendClosedError, type Clock, type ResultInfo, systemClock } from "@results-manager/core";
import { Lease, type OperationIntent } from "@results-manager/core/internal";
import {
  type FoundRecord,
  type ScanRange,
  type Space,
  StorageBase,
  type WriteCondition,
} from "@results-manager/core/storage";
import { encodeThrown } from "../protocol/wire-error.ts";
import { decodeWrite, encodeRecord, type WireRecord, type WireWrite } from "../protocol/wire-record.ts";
import type {
  FailedWrite,
  LeaseHolder,
  OpenedStore,
  Page,
  WireOutcome,
  WorkerProtocol,
  WorkerRequest,
} from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import { type HostedBackend, openBackend } from "./open-backend.ts";
import { OpenListings } from "./open-listings.ts";
import { OpenOperations } from "./open-operations.ts";
import { RevisionTable } from "./revision-table.ts";
import { uniqueNumber } from "./unique-number.ts";

/** The protocol with asynchronous methods. */
type Host = {
  readonly [K in keyof WorkerProtocol]: (
    ...args: Parameters<WorkerProtocol[K]>
  ) => Promise<ReturnType<WorkerProtocol[K]>>;
};

interface Opened {
  readonly backend: HostedBackend;
  readonly operations: OpenOperations;
  readonly listings: OpenListings;
}

/** Leases of all stores in this worker, which are all held for the one thread that it serves. */
const leases = new Map<number, Lease>();

/** Hosts a store in the worker for the thread that has the models. */
export class StoreHost implements Host {
  readonly #revisions = new RevisionTable();
  #opened: Opened | undefined;
  #now: number | undefined;
  /** The caller's time at the request; the system's if the caller uses the system clock. */
  readonly #clock: Clock = { now: () => this.#now ?? systemClock.now() };

  /** Handles a request as part of its operation. */
  perform([, name, now, within, args]: WorkerRequest): Promise<unknown> {
    this.#now = now;
    if (within === undefined || !this.#opened) return this.#call(name, args);
    return this.#opened.operations.inScopeOf(within, () => this.#call(name, args));
  }

  #call(name: keyof WorkerProtocol, args: readonly unknown[]): Promise<unknown> {
    return (this[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
  }

  async open(request: OpenRequest): Promise<OpenedStore> {
    const backend = await openBackend(request, this.#clock);
    this.#opened = { backend, operations: new OpenOperations(backend), listings: new OpenListings(backend) };
    const { operation } = backend as unknown as { readonly operation: unknown };
    const { retains, persistent } = backend.supports;
    return {
      hasLocks: operation !== (StorageBase.prototype as unknown as { readonly operation: unknown }).operation,
      isVolatile: retains && !persistent,
    };
  }

  async read(space: Space, keys: readonly string[], withRevisions: boolean): Promise<readonly WireRecord[]> {
    const { backend } = this.#store;
    const found = await StorageBase.operate(backend, keys, "read", () => backend.read(space, keys));
    return found.map((record) => this.#encode(record, withRevisions));
  }

  async write(space: Space, encoded: readonly WireWrite[]): Promise<readonly WireOutcome[]> {
    const { backend } = this.#store;
    const writes = encoded.map((write) => decodeWrite(write, this.#restoreCondition));
    const keys = writes.map(({ key }) => key);
    const outcomes = await StorageBase.operate(backend, keys, "write", () => backend.write(space, writes));
    return outcomes.map((outcome) => outcome.written || [this.#encode(outcome.found, false)]);
  }

  writeEach(space: Space, encoded: readonly WireWrite[]): Promise<readonly (WireOutcome | FailedWrite)[]> {
    return Promise.all(
      encoded.map(async (write) => {
        try {
          return (await this.write(space, [write]))[0] as WireOutcome;
        } catch (error) {
          return { failure: encodeThrown(error) };
        }
      }),
    );
  }

  nextPage(scan: number, space: Space, range: ScanRange): Promise<Page> {
    return this.#store.listings.next(scan, space, range);
  }

  endScan(scan: number): Promise<void> {
    return this.#store.listings.end(scan);
  }

  exists(id: string): Promise<boolean> {
    return this.#store.backend.exists(id);
  }

  info(id: string): Promise<ResultInfo> {
    return this.#store.backend.info(id);
  }

  listIds(prefix: string | undefined): Promise<string[]> {
    return this.#store.backend.listIds(prefix);
  }

  delete(id: string): Promise<boolean> {
    return this.#store.backend.delete(id);
  }

  deleteMany(ids: readonly string[]): Promise<number> {
    return this.#store.backend.deleteMany(ids);
  }

  clear(prefix: string | undefined): Promise<number> {
    return this.#store.backend.clear(prefix);
  }

  prune(): Promise<number> {
    return this.#store.backend.prune();
  }

  compact(): Promise<number> {
    return this.#store.backend.compact();
  }

  enter(keys: readonly string[], intent: OperationIntent): Promise<number> {
    return this.#store.operations.enter(keys, intent);
  }

  leave(operation: number): Promise<void> {
    return this.#store.operations.leave(operation);
  }

  async takeLease(key: string, condition: WriteCondition): Promise<number | LeaseHolder> {
    const taken = await Lease.take(this.#store.backend, key, this.#clock, this.#restoreCondition(condition));
    if (!(taken instanceof Lease)) {
      const isAsker = [...leases.values()].some((lease) => lease.isRecord(taken.holder));
      return { holder: this.#encode(taken.holder, true), isAsker };
    }
    const lease = uniqueNumber();
    leases.set(lease, taken);
    return lease;
  }

  async releaseLease(lease: number, key: string): Promise<void> {
    const held = leases.get(lease);
    leases.delete(lease);
    if (held) await held.release();
    else await Lease.disown(this.#store.backend, key);
  }

  async isSessionOpen(name: string): Promise<boolean | undefined> {
    return this.#store.backend.sessions?.isOpen(name);
  }

  async locate(space: Space, key: string): Promise<string> {
    return this.#store.backend.locate(space, key);
  }

  async close(): Promise<void> {
    await this.#opened?.backend.close();
  }

  get #store(): Opened {
    if (!this.#opened) throw new BackendClosedError();
    return this.#opened;
  }

  /** Encodes a record; its revision stays in this thread. */
  #encode(found: FoundRecord, withRevision: boolean): WireRecord {
    return found && encodeRecord(found, withRevision ? this.#revisions.numberOf(found.revision) : 0);
  }

  readonly #restoreCondition = (condition: WriteCondition): WriteCondition => {
    return typeof condition === "string" ? condition : { unchanged: this.#revisions.revisionOf(condition.unchanged) };
  };
}

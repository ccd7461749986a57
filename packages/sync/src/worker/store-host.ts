import { BackendClosedError, type Clock, systemClock } from "@results-manager/core";
import {
  computeRecord,
  countKeys,
  Lease,
  type LeaseSpace,
  migrateRecords,
  refuseOwnUpdate,
  runUserWork,
  SingleFlight,
  updateRecord,
} from "@results-manager/core/internal";
import {
  type FoundRecord,
  type RecordContent,
  type ScanRange,
  type Space,
  StorageBase,
} from "@results-manager/core/storage";
import { encodeThrown } from "../protocol/wire-error.ts";
import {
  decodeContent,
  decodeWrite,
  encodeContent,
  encodeRecord,
  type WireContent,
  type WireRecord,
  type WireWrite,
} from "../protocol/wire-record.ts";
import type {
  ExportedPage,
  FailedWrite,
  OpenedStore,
  Page,
  WireOutcome,
  WorkerProtocol,
  WorkerRequest,
} from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import { type Caller, callerOf } from "./caller.ts";
import type { Call } from "./conversation.ts";
import { accessTo, type HostedBackend } from "./hosted-backend.ts";
import { ListedPages } from "./listed-pages.ts";
import { openBackend } from "./open-backend.ts";

const SPACE = "results";

/** Requests that the face of the backend answers. */
const FACE_METHODS = ["exists", "info", "listIds", "delete", "deleteMany", "clear", "prune", "compact"] as const;
type FaceMethod = (typeof FACE_METHODS)[number];
const faceMethods: ReadonlySet<keyof WorkerProtocol> = new Set(FACE_METHODS);

/** The other requests, with asynchronous methods. */
type Host = {
  readonly [K in Exclude<keyof WorkerProtocol, FaceMethod>]: (
    caller: Caller,
    ...args: Parameters<WorkerProtocol[K]>
  ) => Promise<ReturnType<WorkerProtocol[K]>>;
};

interface Opened {
  readonly backend: HostedBackend;
  readonly pages: ListedPages;
  readonly flights: SingleFlight<RecordContent>;
}

/** Hosts a store in the worker for the thread that has the models. */
export class StoreHost implements Host {
  #opened: Opened | undefined;
  #now: number | undefined;
  /** The caller's time at the request; the system's if the caller uses the system clock. */
  readonly #clock: Clock = { now: () => this.#now ?? systemClock.now() };

  /** Carries out a request. @param call calls a function of the calling thread. */
  perform([, name, now, args]: WorkerRequest, call: Call): Promise<unknown> {
    this.#now = now;
    const caller = callerOf(call, (later) => {
      this.#now = later;
    });
    if (isFaceMethod(name)) return this.#askFace(name, args);
    return (this[name] as (caller: Caller, ...args: readonly unknown[]) => Promise<unknown>)(caller, ...args);
  }

  async #askFace(name: FaceMethod, args: readonly unknown[]): Promise<unknown> {
    const { backend } = this.#store;
    return (backend[name] as (...args: readonly unknown[]) => Promise<unknown>)(...args);
  }

  async open(_: Caller, request: OpenRequest): Promise<OpenedStore> {
    const backend = await openBackend(request, this.#clock);
    this.#opened = { backend, pages: new ListedPages(backend), flights: new SingleFlight(backend) };
    const { retains, persistent } = backend.supports;
    return { isVolatile: retains && !persistent };
  }

  async read(_: Caller, keys: readonly string[]): Promise<readonly WireRecord[]> {
    const { backend } = this.#store;
    const found = await StorageBase.operate(backend, keys, "read", () => backend.read(SPACE, keys));
    return found.map(encodeRecord);
  }

  async write(_: Caller, encoded: readonly WireWrite[]): Promise<readonly WireOutcome[]> {
    const { backend } = this.#store;
    const writes = encoded.map(decodeWrite);
    const keys = writes.map(({ key }) => key);
    refuseOwnUpdate(backend, keys);
    const outcomes = await StorageBase.operate(backend, keys, "write", () => backend.write(SPACE, writes));
    return outcomes.map((outcome) => outcome.written || [encodeRecord(outcome.found)]);
  }

  writeEach(caller: Caller, encoded: readonly WireWrite[]): Promise<readonly (WireOutcome | FailedWrite)[]> {
    return Promise.all(
      encoded.map(async (write) => {
        try {
          return (await this.write(caller, [write]))[0] as WireOutcome;
        } catch (error) {
          return { failure: encodeThrown(error) };
        }
      }),
    );
  }

  async update(caller: Caller, key: string): Promise<void> {
    const { backend } = this.#store;
    refuseOwnUpdate(backend, key);
    const change = async (found: FoundRecord): Promise<RecordContent> => {
      const call = () => caller("change", encodeRecord(found));
      return decodeContent(await runUserWork({ storage: backend, updated: key }, call));
    };
    await StorageBase.operate(backend, [key], "update", () => updateRecord(backend, key, change));
  }

  async getOrCompute(caller: Caller, key: string): Promise<WireContent | undefined> {
    const { backend, flights } = this.#store;
    refuseOwnUpdate(backend, key);
    let computed: RecordContent | undefined;
    const content = await flights.run(key, (flight) => {
      const compute = async (): Promise<RecordContent> => {
        computed = decodeContent(await flight.run(() => caller("compute")));
        return computed;
      };
      return computeRecord(accessTo(backend), key, compute, flight);
    });
    return content === computed ? undefined : encodeContent(content);
  }

  migrate(caller: Caller, prefix: string | undefined): Promise<number> {
    const { backend } = this.#store;
    const upgrade = async (key: string, found: RecordContent): Promise<RecordContent | undefined> => {
      const upgraded = await caller("upgrade", key, encodeContent(found));
      return upgraded && decodeContent(upgraded);
    };
    const noteFailure = (error: unknown) => caller("noteFailure", encodeThrown(error));
    const migration = { upgrade, noteFailure };
    return StorageBase.operate(backend, [], "write", () => migrateRecords(backend, prefix, migration));
  }

  nextPage(_: Caller, listing: number, range: ScanRange): Promise<Page> {
    return this.#store.pages.nextPage(listing, range);
  }

  nextExport(_: Caller, listing: number, range: ScanRange): Promise<ExportedPage> {
    return this.#store.pages.nextExport(listing, range);
  }

  endListing(_: Caller, listing: number): Promise<void> {
    return this.#store.pages.end(listing);
  }

  count(_: Caller, prefix: string | undefined): Promise<number> {
    return countKeys(this.#store.backend.scan(SPACE, { prefix }));
  }

  disownLease(_: Caller, space: LeaseSpace, key: string): Promise<void> {
    return Lease.disown(this.#store.backend, key, space);
  }

  async locate(_: Caller, space: Space, key: string): Promise<string> {
    return this.#store.backend.locate(space, key);
  }

  async close(): Promise<void> {
    await this.#opened?.backend.close();
  }

  get #store(): Opened {
    if (!this.#opened) throw new BackendClosedError();
    return this.#opened;
  }
}

function isFaceMethod(name: keyof WorkerProtocol): name is FaceMethod {
  return faceMethods.has(name);
}

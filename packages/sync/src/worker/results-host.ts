import { BackendClosedError, type Clock } from "@results-manager/core";
import {
  computeRecord,
  countKeys,
  migrateRecords,
  refuseOwnUpdate,
  runUserWork,
  SingleFlight,
  updateRecord,
} from "@results-manager/core/internal";
import { type FoundRecord, type RecordContent, type ScanRange, StorageBase } from "@results-manager/core/storage";
import type { ExportedPage, FailedWrite, ResultsProtocol, WireOutcome } from "../protocol/results-protocol.ts";
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
import type { Page } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { Caller } from "./caller.ts";
import { accessTo, type HostedBackend } from "./hosted-backend.ts";
import { ListedPages } from "./listed-pages.ts";
import { openFace } from "./open-face.ts";
import { type HostOf, StoreHost } from "./store-host.ts";

const SPACE = "results";
/** Methods of a backend of results. */
const MEMBERS = ["read", "write", "scan", "locate", "clear", "prune"] as const;
const FACE_METHODS = ["exists", "info", "listIds", "delete", "deleteMany", "clear", "prune", "compact"] as const;

interface Opened {
  readonly backend: HostedBackend;
  readonly pages: ListedPages;
  readonly flights: SingleFlight<RecordContent>;
}

/** Hosts a store of results. */
export class ResultsHost extends StoreHost implements HostOf<ResultsProtocol, (typeof FACE_METHODS)[number]> {
  protected override readonly faceMethods: readonly string[] = FACE_METHODS;
  #parts: Opened | undefined;

  protected override async openFace(
    request: OpenRequest,
    clock: Clock,
  ): Promise<{ readonly face: HostedBackend; readonly storage: StorageBase }> {
    const { made, where } = await openFace(request, clock, "Backend");
    // A manager is replaced by its backend.
    const backend = ((made as { readonly backend?: unknown } | undefined)?.backend ?? made) as HostedBackend;
    const missing = MEMBERS.find(
      (member) => typeof (backend as Partial<HostedBackend> | undefined)?.[member] !== "function",
    );
    if (missing !== undefined) {
      throw new TypeError(
        `${where} must create a backend of this library, a ResultsMixin over a StorageBase; the result has no ${missing}().`,
      );
    }
    this.#parts = { backend, pages: new ListedPages(backend), flights: new SingleFlight(backend) };
    return { face: backend, storage: backend };
  }

  async read(_: Caller, keys: readonly string[]): Promise<readonly WireRecord[]> {
    const { backend } = this.#opened;
    const found = await StorageBase.operate(backend, keys, "read", () => backend.read(SPACE, keys));
    return found.map(encodeRecord);
  }

  async write(_: Caller, encoded: readonly WireWrite[]): Promise<readonly WireOutcome[]> {
    const { backend } = this.#opened;
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
    const { backend } = this.#opened;
    refuseOwnUpdate(backend, key);
    const change = async (found: FoundRecord): Promise<RecordContent> => {
      const call = () => caller("change", encodeRecord(found));
      return decodeContent(await runUserWork({ storage: backend, updated: key }, call));
    };
    await StorageBase.operate(backend, [key], "update", () => updateRecord(backend, key, change));
  }

  async getOrCompute(caller: Caller, key: string): Promise<WireContent | undefined> {
    const { backend, flights } = this.#opened;
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
    const { backend } = this.#opened;
    const upgrade = async (key: string, found: RecordContent): Promise<RecordContent | undefined> => {
      const upgraded = await caller("upgrade", key, encodeContent(found));
      return upgraded && decodeContent(upgraded);
    };
    const noteFailure = (error: unknown) => caller("noteFailure", encodeThrown(error));
    const migration = { upgrade, noteFailure };
    return StorageBase.operate(backend, [], "write", () => migrateRecords(backend, prefix, migration));
  }

  nextPage(_: Caller, listing: number, range: ScanRange): Promise<Page> {
    return this.#opened.pages.nextPage(listing, range);
  }

  nextExport(_: Caller, listing: number, range: ScanRange): Promise<ExportedPage> {
    return this.#opened.pages.nextExport(listing, range);
  }

  endListing(_: Caller, listing: number): Promise<void> {
    return this.#opened.pages.end(listing);
  }

  count(_: Caller, prefix: string | undefined): Promise<number> {
    return countKeys(this.#opened.backend.scan(SPACE, { prefix }));
  }

  get #opened(): Opened {
    if (!this.#parts) throw new BackendClosedError();
    return this.#parts;
  }
}

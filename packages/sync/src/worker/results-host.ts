import { BackendClosedError, type Clock, type QueryExplanation, ResultsFace } from "@results-manager/core";
import {
  accessOfResults,
  computeRecord,
  countKeys,
  type IdRange,
  migrateRecords,
  refuseOwnUpdate,
  runUserWork,
  SingleFlight,
  type StorageAccess,
  updateRecord,
} from "@results-manager/core/internal";
import type { FoundRecord, RecordContent, StorageBase } from "@results-manager/core/storage";
import type { ChildrenPage, RecordsPage, WireLookup } from "../protocol/found-protocol.ts";
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
import { FoundPages } from "./found-pages.ts";
import { ListedPages } from "./listed-pages.ts";
import { openFace } from "./open-face.ts";
import { type HostOf, StoreHost } from "./store-host.ts";

const SPACE = "results";
const FACE_METHODS = [
  "exists",
  "info",
  "listIds",
  "delete",
  "deleteMany",
  "clear",
  "prune",
  "compact",
  "stats",
  "schemas",
] as const;

interface Opened {
  readonly access: StorageAccess;
  readonly pages: ListedPages;
  readonly found: FoundPages;
  readonly flights: SingleFlight<RecordContent>;
}

/** Hosts a store of results. */
export class ResultsHost extends StoreHost implements HostOf<ResultsProtocol, (typeof FACE_METHODS)[number]> {
  protected override readonly faceMethods: readonly string[] = FACE_METHODS;
  #parts: Opened | undefined;

  protected override async openFace(
    request: OpenRequest,
    clock: Clock,
  ): Promise<{ readonly face: ResultsFace; readonly storage: StorageBase }> {
    const { made, where } = await openFace(request, clock, "Backend");
    // A manager is replaced by its backend.
    const face = (made as { readonly backend?: unknown } | undefined)?.backend ?? made;
    if (!(face instanceof ResultsFace)) {
      throw new TypeError(`${where} must create a backend of this library, a ResultsFace.`);
    }
    const { storage } = face;
    const access = accessOfResults(face);
    this.#parts = {
      access,
      pages: new ListedPages(access),
      found: new FoundPages(access, face),
      flights: new SingleFlight(storage),
    };
    return { face, storage };
  }

  async read(_: Caller, keys: readonly string[]): Promise<readonly WireRecord[]> {
    const { access } = this.#opened;
    const { storage } = access;
    const found = await access.operate(keys, "read", () => storage.read(SPACE, keys));
    return found.map(encodeRecord);
  }

  async write(_: Caller, encoded: readonly WireWrite[]): Promise<readonly WireOutcome[]> {
    const { access } = this.#opened;
    const { storage } = access;
    const writes = encoded.map(decodeWrite);
    const keys = writes.map(({ key }) => key);
    refuseOwnUpdate(storage, keys);
    const outcomes = await access.operate(keys, "write", () => storage.write(SPACE, writes));
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
    const { access } = this.#opened;
    const { storage } = access;
    refuseOwnUpdate(storage, key);
    const change = async (found: FoundRecord): Promise<RecordContent> => {
      const call = () => caller("change", encodeRecord(found));
      return decodeContent(await runUserWork({ storage, updated: key }, call));
    };
    await access.operate([key], "update", () => updateRecord(storage, key, change));
  }

  async getOrCompute(caller: Caller, key: string): Promise<WireContent | undefined> {
    const { access, flights } = this.#opened;
    const { storage } = access;
    refuseOwnUpdate(storage, key);
    let computed: RecordContent | undefined;
    const content = await flights.run(key, (flight) => {
      const compute = async (): Promise<RecordContent> => {
        computed = decodeContent(await flight.run(() => caller("compute")));
        return computed;
      };
      return computeRecord(access, key, compute, { flight });
    });
    return content === computed ? undefined : encodeContent(content);
  }

  migrate(caller: Caller, prefix: string | undefined): Promise<number> {
    const { access } = this.#opened;
    const { storage } = access;
    const upgrade = async (key: string, found: RecordContent): Promise<RecordContent | undefined> => {
      const upgraded = await caller("upgrade", key, encodeContent(found));
      return upgraded && decodeContent(upgraded);
    };
    const noteFailure = (error: unknown) => caller("noteFailure", encodeThrown(error));
    const migration = { upgrade, noteFailure };
    return access.operate([], "write", () => migrateRecords(storage, prefix, migration));
  }

  nextPage(_: Caller, listing: number, range: IdRange): Promise<Page> {
    return this.#opened.pages.nextPage(listing, range);
  }

  nextExport(_: Caller, listing: number, range: IdRange): Promise<ExportedPage> {
    return this.#opened.pages.nextExport(listing, range);
  }

  readEach(_: Caller, keys: readonly string[]): Promise<RecordsPage["found"]> {
    return this.#opened.found.readEach(keys);
  }

  nextRecords(_: Caller, listing: number, range: IdRange): Promise<RecordsPage> {
    return this.#opened.found.nextRecords(listing, range);
  }

  nextCandidates(_: Caller, listing: number, lookup: WireLookup): Promise<RecordsPage> {
    return this.#opened.found.nextCandidates(listing, lookup);
  }

  nextChildren(_: Caller, ...range: Parameters<FoundPages["nextChildren"]>): Promise<ChildrenPage> {
    return this.#opened.found.nextChildren(...range);
  }

  explain(_: Caller, lookup: WireLookup): Promise<QueryExplanation> {
    return this.#opened.found.explain(lookup);
  }

  schemasOfName(_: Caller, ...named: Parameters<FoundPages["schemasOfName"]>): ReturnType<FoundPages["schemasOfName"]> {
    return this.#opened.found.schemasOfName(...named);
  }

  async endListing(_: Caller, listing: number): Promise<void> {
    await this.#opened.pages.end(listing);
    await this.#opened.found.end(listing);
  }

  count(_: Caller, prefix: string | undefined): Promise<number> {
    return countKeys(this.#opened.access.storage.scan(SPACE, { prefix }));
  }

  get #opened(): Opened {
    if (!this.#parts) throw new BackendClosedError({ face: "results" });
    return this.#parts;
  }
}

import {
  BackendClosedError,
  type Clock,
  type QueryExplanation,
  ResultsFace,
  type StoredSchema,
} from "@results-manager/core";
import {
  countKeys,
  type IdRange,
  type ModelNotes,
  partsOfResults,
  type StorageAccess,
} from "@results-manager/core/internal";
import { listSchemas } from "@results-manager/core/internal/blocking";
import type { StorageBase } from "@results-manager/core/storage";
import type { ChildrenPage, RecordsPage, WireLookup } from "../protocol/found-protocol.ts";
import type { ExportedPage } from "../protocol/results-protocol.ts";
import type { Page } from "../protocol/worker-protocol.ts";
import type { OpenRequest } from "../recipe/open-request.ts";
import type { Caller } from "./caller.ts";
import { FoundPages } from "./found-pages.ts";
import { ListedPages } from "./listed-pages.ts";
import { openFace } from "./open-face.ts";
import { StoreHost } from "./store-host.ts";

interface Opened {
  readonly access: StorageAccess;
  /** Notes about the models of what is written, which the calling thread has. */
  readonly notes: ModelNotes;
  readonly pages: ListedPages;
  readonly found: FoundPages;
}

/** Opens a store of results, and lists and finds them. */
export abstract class LookupHost extends StoreHost {
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
    const { access, notes } = partsOfResults(face);
    this.#parts = { access, notes, pages: new ListedPages(access), found: new FoundPages(access, face) };
    return { face, storage: face.storage };
  }

  nextPage(_: Caller, listing: number, range: IdRange): Promise<Page> {
    return this.opened.pages.nextPage(listing, range);
  }

  nextExport(_: Caller, listing: number, range: IdRange): Promise<ExportedPage> {
    return this.opened.pages.nextExport(listing, range);
  }

  readEach(_: Caller, keys: readonly string[]): Promise<RecordsPage["found"]> {
    return this.opened.found.readEach(keys);
  }

  nextRecords(_: Caller, listing: number, range: IdRange): Promise<RecordsPage> {
    return this.opened.found.nextRecords(listing, range);
  }

  nextCandidates(_: Caller, listing: number, lookup: WireLookup): Promise<RecordsPage> {
    return this.opened.found.nextCandidates(listing, lookup);
  }

  nextChildren(_: Caller, ...range: Parameters<FoundPages["nextChildren"]>): Promise<ChildrenPage> {
    return this.opened.found.nextChildren(...range);
  }

  explain(_: Caller, lookup: WireLookup): Promise<QueryExplanation> {
    return this.opened.found.explain(lookup);
  }

  schemasOfName(_: Caller, ...named: Parameters<FoundPages["schemasOfName"]>): ReturnType<FoundPages["schemasOfName"]> {
    return this.opened.found.schemasOfName(...named);
  }

  async endListing(_: Caller, listing: number): Promise<void> {
    await this.opened.pages.end(listing);
    await this.opened.found.end(listing);
  }

  intactSchemas(): Promise<StoredSchema[]> {
    const { access } = this.opened;
    return access.accept(() => listSchemas(access, () => {}));
  }

  count(_: Caller, prefix: string | undefined): Promise<number> {
    return countKeys(this.opened.access.storage.scan("results", { prefix }));
  }

  protected get opened(): Opened {
    if (!this.#parts) throw new BackendClosedError({ face: "results" });
    return this.#parts;
  }
}

import {
  exportResults,
  type IdRange,
  RecordFailures,
  type StorageAccess,
  scanIds,
} from "@results-manager/core/internal";
import type { ExportedPage } from "../protocol/results-protocol.ts";
import { encodeThrown } from "../protocol/wire-error.ts";
import { encodeResult } from "../protocol/wire-record.ts";
import type { Page } from "../protocol/worker-protocol.ts";
import { OpenListings } from "./open-listings.ts";

/** Approximate number of keys in a page. */
const PAGE = 1000;
const LAST_EXPORT: ExportedPage = { records: [], failed: [], isLast: true };

/** Listings and exports of results, page by page. */
export class ListedPages {
  readonly #access: StorageAccess;
  readonly #listings = new OpenListings<readonly string[]>();
  readonly #exports = new OpenListings<ExportedPage>();

  constructor(access: StorageAccess) {
    this.#access = access;
  }

  /** Returns the next page of a listing. An unknown listing begins with the remaining range. */
  async nextPage(listing: number, range: IdRange): Promise<Page> {
    const pages: (readonly string[])[] = [];
    let length = 0;
    while (length < PAGE) {
      const page = await this.#listings.next(listing, () => scanIds(this.#access.storage, range));
      if (!page) return { keys: ([] as string[]).concat(...pages), isLast: true };
      pages.push(page);
      length += page.length;
    }
    return { keys: ([] as string[]).concat(...pages), isLast: false };
  }

  /** Returns the next page of an export. */
  async nextExport(listing: number, range: IdRange): Promise<ExportedPage> {
    return (await this.#exports.next(listing, () => this.#export(range))) ?? LAST_EXPORT;
  }

  /** Ends a listing or an export. */
  async end(listing: number): Promise<void> {
    await this.#listings.end(listing);
    await this.#exports.end(listing);
  }

  async *#export(range: IdRange): AsyncGenerator<ExportedPage, void, undefined> {
    let failed: ExportedPage["failed"][number][] = [];
    const failures = new RecordFailures((id, error) => failed.push([id, encodeThrown(error)]));
    for await (const page of exportResults({ access: this.#access, range, failures })) {
      yield { records: page.map(encodeResult), failed, isLast: false };
      failed = [];
    }
    if (failed.length > 0) yield { records: [], failed, isLast: false };
  }
}

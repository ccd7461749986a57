import type { ScanRange, Space, StorageBackend } from "@results-manager/core/storage";
import type { Page } from "../protocol/worker-protocol.ts";

/** Approximate number of keys in a page. */
const PAGE = 1000;
/** Maximum number of open listings. A script may abandon a listing without ending it; the oldest is ended then. */
const MAX_LISTINGS = 32;

/** Listings that have begun and not ended. */
export class OpenListings {
  readonly #storage: StorageBackend;
  readonly #listings = new Map<number, AsyncIterator<readonly string[]>>();

  constructor(storage: StorageBackend) {
    this.#storage = storage;
  }

  /** Returns the next page of a listing. An unknown listing begins with the remaining range. */
  async next(scan: number, space: Space, range: ScanRange): Promise<Page> {
    const listing = this.#listings.get(scan) ?? (await this.#begin(scan, space, range));
    const pages: (readonly string[])[] = [];
    let length = 0;
    while (length < PAGE) {
      const { done, value } = await listing.next();
      if (done) {
        this.#listings.delete(scan);
        return { keys: ([] as string[]).concat(...pages), isLast: true };
      }
      pages.push(value);
      length += value.length;
    }
    return { keys: ([] as string[]).concat(...pages), isLast: false };
  }

  /** Ends a listing; an unknown one is ignored. */
  async end(scan: number): Promise<void> {
    const listing = this.#listings.get(scan);
    this.#listings.delete(scan);
    await listing?.return?.();
  }

  async #begin(scan: number, space: Space, range: ScanRange): Promise<AsyncIterator<readonly string[]>> {
    const listing = this.#storage.scan(space, range)[Symbol.asyncIterator]();
    this.#listings.set(scan, listing);
    for (const oldest of this.#listings.keys()) {
      if (this.#listings.size > MAX_LISTINGS) await this.end(oldest);
      break;
    }
    return listing;
  }
}

import type { ScanRange, Space, StorageBackend } from "@results-manager/core";
import type { Page } from "../protocol/worker-protocol.ts";

/** How many keys cross at once, about. */
const PAGE = 1000;
/** A script that leaves a listing without a word leaves it here; the oldest goes. */
const MOST = 32;

/** The listings that are under way. */
export class OpenListings {
  readonly #storage: StorageBackend;
  readonly #listings = new Map<number, AsyncIterator<readonly string[]>>();

  constructor(storage: StorageBackend) {
    this.#storage = storage;
  }

  /** The next page of a listing, begun with what is left of it where it is not known. */
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

  /** Ends a listing; one that is not known is none. */
  async end(scan: number): Promise<void> {
    const listing = this.#listings.get(scan);
    this.#listings.delete(scan);
    await listing?.return?.();
  }

  async #begin(scan: number, space: Space, range: ScanRange): Promise<AsyncIterator<readonly string[]>> {
    const listing = this.#storage.scan(space, range)[Symbol.asyncIterator]();
    this.#listings.set(scan, listing);
    for (const oldest of this.#listings.keys()) {
      if (this.#listings.size > MOST) await this.end(oldest);
      break;
    }
    return listing;
  }
}

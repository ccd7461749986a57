/** Maximum number of open listings. A script may abandon a listing without ending it; the oldest is ended then. */
const MAX_LISTINGS = 32;

/** Listings that have begun and not ended. */
export class OpenListings<T> {
  readonly #listings = new Map<number, AsyncIterator<T>>();

  /** Returns the next item of a listing, or `undefined` at its end. An unknown listing begins. */
  async next(number: number, begin: () => AsyncIterable<T>): Promise<T | undefined> {
    const listing = this.#listings.get(number) ?? (await this.#begin(number, begin));
    const { done, value } = await listing.next();
    if (!done) return value;
    this.#listings.delete(number);
    return undefined;
  }

  /** Ends a listing; an unknown one is ignored. */
  async end(number: number): Promise<void> {
    const listing = this.#listings.get(number);
    this.#listings.delete(number);
    await listing?.return?.();
  }

  async #begin(number: number, begin: () => AsyncIterable<T>): Promise<AsyncIterator<T>> {
    const listing = begin()[Symbol.asyncIterator]();
    this.#listings.set(number, listing);
    for (const oldest of this.#listings.keys()) {
      if (this.#listings.size > MAX_LISTINGS) await this.end(oldest);
      break;
    }
    return listing;
  }
}

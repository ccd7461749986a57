import type { StoreConnection } from "./store-connection.ts";

let lastListing = 0;

/** Yields the pages of a listing, each when it is needed. An abandoned listing is ended. */
export function* listPages<P extends { readonly isLast: boolean }, T>(
  store: Pick<StoreConnection, "ask" | "isClosed">,
  next: (listing: number) => P,
  decode: (page: P) => T | undefined,
): Generator<T, void, undefined> {
  const listing = ++lastListing;
  let isLeft = false;
  try {
    for (;;) {
      const page = next(listing);
      isLeft = !page.isLast;
      const decoded = decode(page);
      if (decoded !== undefined) yield decoded;
      isLeft = false;
      if (page.isLast) return;
    }
  } finally {
    if (isLeft && !store.isClosed) store.ask("endListing", listing);
  }
}

/** Yields the pages that a function opens when the first one is asked for. */
export async function* pagesLater<T>(open: () => Promise<AsyncIterable<T>>): AsyncGenerator<T, void, undefined> {
  yield* await open();
}

/** Number of items that are worked on at a time. */
const PAGE = 256;

/** Does a piece of work for each item, some at a time, and yields what came of it in the order of the items. */
export async function* inPages<Item, Result>(
  items: AsyncIterable<Item>,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  let page: Item[] = [];
  for await (const item of items) {
    if (page.push(item) < PAGE) continue;
    yield* await Promise.all(page.map(work));
    page = [];
  }
  yield* await Promise.all(page.map(work));
}

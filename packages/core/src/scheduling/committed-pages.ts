import type { Awaitable } from "./group-commit.ts";
import type { OperationQueue } from "./operation-queue.ts";

/**
 * Reads pages of a transactional medium between the operations of its queue. Within a transaction, the same connection would read changes
 * that may still be rolled back.
 *
 * @param queue Returns the queue; `undefined` if the next page can be read immediately.
 */
export async function* committedPages<T>(
  pages: AsyncIterable<T> | Iterable<Awaitable<T>>,
  queue: () => OperationQueue | undefined,
): AsyncGenerator<T, void, undefined> {
  const iterator = Symbol.asyncIterator in pages ? pages[Symbol.asyncIterator]() : pages[Symbol.iterator]();
  const read = async (): Promise<IteratorResult<T>> => {
    const next = await iterator.next();
    return next.done ? next : { value: await next.value };
  };
  try {
    for (;;) {
      const next = await (queue()?.run(read) ?? read());
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}

import { type OpenOptions, openStore, type Store } from "results-manager";
import { asUsage } from "../errors/exit-codes.ts";
import { urlOf } from "./store-url.ts";

/** Use that a command makes of a store. Most commands only look, and neither make nor change anything. */
export type StoreUse = "read" | "write" | "create";

/** Schemes of media that can be opened for reading only. */
const READ_ONLY = /^(?:file:|sqlite:|(?![a-z][a-z0-9+.-]+:))/i;

/**
 * Runs a task with a store that the user named, and closes the store.
 *
 * @throws {UsageError} when the words do not name a store; errors of the store.
 */
export async function withStore<T>(
  word: string,
  use: StoreUse,
  task: (store: Store) => Promise<T>,
  others: OpenOptions = {},
): Promise<T> {
  const url = urlOf(word);
  const options: OpenOptions = {
    ...others,
    createIfMissing: use === "create",
    ...(use === "read" && READ_ONLY.test(url) && { readOnly: true }),
  };
  const store = await asUsage(() => openStore(url, options));
  try {
    return await task(store);
  } finally {
    await store.close();
  }
}

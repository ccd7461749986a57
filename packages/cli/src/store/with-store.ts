import type { OpenOptions, Store } from "results-manager";
import { openStore } from "results-manager/open";
import { asUsage } from "../errors/exit-codes.ts";
import { type Medium, mediumOf } from "./medium-of.ts";
import { urlOf } from "./store-url.ts";

/** Options of a store that is only read. A command reads most pages of a database once, and memory for them takes longer than they do. */
const READING: Readonly<Record<Medium, OpenOptions>> = {
  files: { readOnly: true },
  database: { readOnly: true, cacheBytes: 2 ** 20 },
  other: {},
};

/** Use that a command makes of a store. Most commands only look, and neither make nor change anything. */
export type StoreUse = "read" | "write" | "create";

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
    ...(use === "read" && READING[mediumOf(word)]),
  };
  const store = await asUsage(() => openStore(url, options));
  try {
    if (use === "create") await store.results.exists("any"); // Makes the tables, also if nothing is going to be stored.
    return await task(store);
  } finally {
    await store.close();
  }
}

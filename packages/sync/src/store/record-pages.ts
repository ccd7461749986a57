import type { ResultRecord } from "@results-manager/core";
import { exportedPage } from "@results-manager/core/rules";
import type { WorkerStore } from "./worker-store.ts";

/** The stored records of the prefix, a page in two crossings. */
export function* recordPages(
  store: WorkerStore,
  prefix: string | undefined,
  signal: AbortSignal | undefined,
): Generator<readonly ResultRecord[], void, undefined> {
  for (const keys of store.scan("results", { prefix })) {
    signal?.throwIfAborted();
    yield exportedPage(store, keys, store.find(keys));
  }
}

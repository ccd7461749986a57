import type { ResultRecord } from "@results-manager/core";
import { ExportPage, type RecordFailures, runStepsNow } from "@results-manager/core/internal";
import type { WorkerStore } from "./worker-store.ts";

/** Yields the stored records of the prefix in pages; failures are collected. */
export function* recordPages(
  store: WorkerStore,
  prefix: string | undefined,
  failures: RecordFailures,
  signal: AbortSignal | undefined,
): Generator<readonly ResultRecord[], void, undefined> {
  const page = new ExportPage({ storage: store, read: (keys) => store.find(keys), failures });
  for (const keys of store.scan("results", { prefix })) {
    for (let at = 0; at < keys.length; ) {
      signal?.throwIfAborted();
      const next = keys.slice(at, at + page.readSize);
      at += next.length;
      runStepsNow(page.add(next));
      if (page.isFull) yield page.take();
    }
  }
  const rest = page.take();
  if (rest.length > 0) yield rest;
}

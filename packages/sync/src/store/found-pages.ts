import type { ChildInfo, ChildrenOptions } from "@results-manager/core";
import type { IdRange } from "@results-manager/core/internal";
import type { FoundRecord } from "@results-manager/core/storage";
import type { RecordsPage, WireLookup } from "../protocol/found-protocol.ts";
import { decodeRecords } from "../protocol/wire-record.ts";
import { listPages } from "./list-pages.ts";
import type { WorkerStore } from "./worker-store.ts";

/** Page of records that the worker has found. */
export interface FoundPage extends Pick<RecordsPage, "ids" | "isOrdered" | "isFirst"> {
  /** Record of each id, or the error of its read. */
  readonly found: readonly (FoundRecord | Error)[];
}

/** Reads records, each with an outcome of its own. */
export function readEach(store: WorkerStore, keys: readonly string[]): FoundPage["found"] {
  return decodeRecords(store.ask("readEach", keys));
}

/** Yields the records of a range in pages. */
export function* recordPages(store: WorkerStore, range: IdRange): Generator<FoundPage, void, undefined> {
  let { after, limit } = range;
  const next = (listing: number): RecordsPage => store.ask("nextRecords", listing, { ...range, after, limit });
  for (const page of listPages(store, next, decodePage)) {
    after = page.ids.at(-1);
    limit = limit === undefined ? undefined : limit - page.found.filter((record) => record !== undefined).length;
    yield page;
  }
}

/** Yields the records that a query may match in pages. @param remaining returns the query for what has not been found yet. */
export function candidatePages(store: WorkerStore, remaining: () => WireLookup): Generator<FoundPage, void, undefined> {
  const next = (listing: number): RecordsPage => store.ask("nextCandidates", listing, remaining());
  return listPages(store, next, decodePage);
}

/** Yields the children of a prefix. */
export function* childrenOf(
  store: WorkerStore,
  prefix: string | undefined,
  { signal, ...range }: ChildrenOptions,
): Generator<Omit<ChildInfo, "count">, void, undefined> {
  let { after, limit } = range;
  signal?.throwIfAborted();
  const next = (listing: number) => store.ask("nextChildren", listing, prefix, { ...range, after, limit });
  for (const children of listPages(store, next, (page) => page.children)) {
    for (const child of children) {
      yield child;
      signal?.throwIfAborted();
    }
    after = children.at(-1)?.id ?? after;
    limit = limit === undefined ? undefined : limit - children.length;
  }
}

function decodePage({ ids, found, isOrdered, isFirst }: RecordsPage): FoundPage | undefined {
  return ids.length === 0 ? undefined : { ids, found: decodeRecords(found), isOrdered, isFirst };
}

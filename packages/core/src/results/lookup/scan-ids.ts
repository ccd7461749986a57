import { compareCodePoints } from "../../ids/compare-code-points.ts";
import type { ScanRange, StorageBackend } from "../../records/storage-backend.ts";

/** Range of ids, in the order of their listing. */
export interface IdRange extends Pick<ScanRange, "prefix" | "after" | "limit" | "next" | "noteSkipped"> {
  /** From the last id to the first; `after` is then the id before which the range ends. */
  readonly isDescending?: boolean | undefined;
}

/** Yields the ids of a range in pages. A descending listing holds the ids of the range, or about `limit` of them, in memory. */
export function scanIds(storage: StorageBackend, range: IdRange): AsyncIterable<readonly string[]> {
  const { isDescending, ...ascending } = range;
  return isDescending ? descendingPages(storage, range) : storage.scan("results", ascending);
}

async function* descendingPages(
  storage: StorageBackend,
  { prefix, after, limit = Number.POSITIVE_INFINITY, next, noteSkipped }: IdRange,
): AsyncGenerator<readonly string[], void, undefined> {
  const pages: (readonly string[])[] = [];
  let count = 0;
  for await (const page of storage.scan("results", { prefix, next, noteSkipped })) {
    const behind = after === undefined ? -1 : page.findIndex((id) => compareCodePoints(id, after) >= 0);
    const listed = behind === -1 ? page : page.slice(0, behind);
    pages.push(listed);
    count += listed.length;
    for (let first = pages[0]; first && count - first.length >= limit; first = pages[0]) {
      pages.shift();
      count -= first.length;
    }
    if (behind !== -1) break;
  }
  let left = limit;
  for (const page of pages.reverse()) {
    yield page.toReversed().slice(0, left);
    left -= page.length;
  }
}

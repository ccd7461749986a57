import type { Dirent } from "node:fs";
import { realTime } from "@results-manager/core/internal";
import { type Awaitable, shouldYield, yieldToEventLoop } from "@results-manager/core/storage";
import { readEntries } from "./folder-entries.ts";
import { type FolderListing, type FolderPart, ListingCollection, type ListingOptions } from "./listing-collection.ts";

const SLICE = 256;

/** Lists the folders of an id. Entries of other programs are left out; a missing folder is empty. */
export function listFolder(parts: readonly FolderPart[], options: ListingOptions): Awaitable<FolderListing> {
  const start = realTime.now();
  const collection = new ListingCollection(options, start);
  const [part] = parts;
  if (part && parts.length === 1) {
    const entries = readEntries(part.path, options.locks, start);
    // Nearly all folders are read and processed synchronously.
    if (!(entries instanceof Promise) && entries.length <= SLICE) {
      collection.add(part, [], entries, 0, entries.length);
      if (!collection.hasMore) return collection.finish();
    } else return collectAll([], collection, { part, entries });
  }
  return collectAll(parts.length === 1 ? [] : parts, collection);
}

async function collectAll(
  parts: readonly FolderPart[],
  collection: ListingCollection,
  first?: { readonly part: FolderPart; readonly entries: Awaitable<readonly Dirent[]> },
): Promise<FolderListing> {
  const { locks } = collection.options;
  const collect = async (part: FolderPart, outer: readonly string[], entries: readonly Dirent[]): Promise<void> => {
    for (let at = 0; at < entries.length; at += SLICE) {
      collection.add(part, outer, entries, at, Math.min(at + SLICE, entries.length));
      if (shouldYield()) await yieldToEventLoop();
    }
  };
  if (first) await collect(first.part, [], await first.entries);
  for (const part of parts) await collect(part, [], await readEntries(part.path, locks));
  for (let more = collection.takeMore(); more; more = collection.takeMore()) {
    await collect(more.part, more.outer, await readEntries(more.part.path, locks));
  }
  return collection.finish();
}

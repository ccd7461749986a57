import { systemCode } from "../errors/system-code.ts";
import { readInSlices } from "../walking/folder-entries.ts";
import {
  type FolderListing,
  type FolderPart,
  ListingCollection,
  type ListingOptions,
} from "../walking/listing-collection.ts";

/** Codes of a folder that is gone, or that this user may not read: it has no records. */
const NOTHING_THERE = ["ENOENT", "ENOTDIR", "EACCES", "EPERM", "ELOOP"];

/** Entries of folders, and the paths of all folders that were read. */
interface UnlockedListing extends FolderListing {
  readonly paths: readonly string[];
}

/** Lists the folders of an id without a lock: a name that is missed while others come and go is found the next time. */
export async function listUnlocked(
  parts: readonly FolderPart[],
  options: ListingOptions,
  start: number,
): Promise<UnlockedListing> {
  const collection = new ListingCollection(options, start);
  const paths: string[] = [];
  const collect = async (part: FolderPart, outer: readonly string[]): Promise<void> => {
    paths.push(part.path);
    const entries = await readInSlices(part.path).catch((error: unknown) => {
      if (NOTHING_THERE.includes(systemCode(error) ?? "")) return [];
      throw error;
    });
    collection.add(part, outer, entries, 0, entries.length);
  };
  for (const part of parts) await collect(part, []);
  for (let more = collection.takeMore(); more; more = collection.takeMore()) await collect(more.part, more.outer);
  return { ...(await collection.finish()), paths };
}

import { randomUUID } from "node:crypto";
import type { FoundRecord, RecordContent } from "../../records/record.ts";
import type { StorageBackend } from "../../records/storage-backend.ts";
import { isoTime } from "../../time/clock.ts";
import { type EntryTags, isTagged, tagsOf } from "../entry.ts";

const SPACE = "cache_tags";

/** The generations of tags as they were read; a tag that is not in it has none. */
export type TagVersions = ReadonlyMap<string, string>;

/** A generation that no tag has had before: an entry that has another is stale, whatever happened meanwhile. */
export function newTagVersion(now: number): RecordContent {
  const time = isoTime(now);
  return { modelName: "", namespace: "tag", version: 1, data: randomUUID(), createdAt: time, updatedAt: time };
}

/** Reads the generations of tags. */
export async function readTagVersions(storage: StorageBackend, tags: readonly string[]): Promise<TagVersions> {
  const found = await storage.read(SPACE, tags);
  return new Map(tags.flatMap((tag, i) => entryOfMap(tag, found[i])));
}

/** Reads the generations of the tags of a new entry; those that have none are given one. */
export async function takeTagVersions(
  storage: StorageBackend,
  tags: readonly string[],
  now: number,
): Promise<EntryTags> {
  if (tags.length === 0) return [];
  const known = await readTagVersions(storage, tags);
  const missing = tags.filter((tag) => !known.has(tag));
  if (missing.length === 0) return tags.map((tag) => [tag, known.get(tag) as string]);
  const changes = missing.map((key) => ({
    key,
    change: (found: RecordContent | { readonly corrupt: string } | undefined) =>
      tagVersionOf(found) === undefined ? newTagVersion(now) : undefined,
  }));
  const given = await storage.change(SPACE, changes);
  const taken = new Map([...known, ...missing.flatMap((tag, i) => entryOfMap(tag, given[i]))]);
  return tags.map((tag) => [tag, taken.get(tag) as string]);
}

/** Tells whether an entry's tags have the generations they had when it was written. */
export function isCurrent(content: RecordContent, generations: Pick<TagVersions, "get">): boolean {
  return tagsOf(content)?.every(([tag, generation]) => generations.get(tag) === generation) ?? false;
}

/** Tells whether an entry was invalidated: some tag of it has another generation by now. One that is not known any more says nothing. */
export async function isOutdated(storage: StorageBackend, content: RecordContent): Promise<boolean> {
  if (!isTagged(content)) return false;
  const tags = tagsOf(content) ?? [];
  const generations = await readTagVersions(
    storage,
    tags.map(([tag]) => tag),
  );
  return tags.some(([tag, generation]) => (generations.get(tag) ?? generation) !== generation);
}

function entryOfMap(tag: string, found: Parameters<typeof tagVersionOf>[0]): [string, string][] {
  const generation = tagVersionOf(found);
  return generation === undefined ? [] : [[tag, generation]];
}

/** The generation that the record of a tag holds. */
export function tagVersionOf(found: FoundRecord | RecordContent | { readonly corrupt: string }): string | undefined {
  return found && !("corrupt" in found && found.corrupt !== undefined) && typeof found.data === "string"
    ? found.data
    : undefined;
}

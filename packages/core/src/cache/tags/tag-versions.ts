import { randomUUID } from "node:crypto";
import type { FoundRecord, RecordContent } from "../../records/record.ts";
import type { StorageBackend } from "../../records/storage-backend.ts";
import { outcomeOf } from "../../scheduling/outcome-of.ts";
import type { StorageAccess } from "../../storage/storage-access.ts";
import { isoTime } from "../../time/real-time.ts";
import { type EntryTags, isTagged, tagsOf } from "../entry.ts";

const SPACE = "cache_tags";

/** Versions of tags as they were read; a missing tag has no version. */
export type TagVersions = ReadonlyMap<string, string>;

/** Creates a new version of a tag. It differs from all earlier ones, so entries with another version are invalid. */
function newTagVersion(now: number): RecordContent {
  const time = isoTime(now);
  return { modelName: "", namespace: "tag", version: 1, data: randomUUID(), createdAt: time, updatedAt: time };
}

/** Gives a tag another version, if it has one: else no entry has the tag. */
export async function invalidateTag(access: StorageAccess, tag: string): Promise<void> {
  const { clock } = access.storage;
  const change = (found: unknown) => (found === undefined ? undefined : newTagVersion(clock.now()));
  await outcomeOf(access.ask("change", SPACE, { key: tag, change }));
}

/** Reads the versions of tags. */
export async function readTagVersions(storage: StorageBackend, tags: readonly string[]): Promise<TagVersions> {
  const found = await storage.read(SPACE, tags);
  return new Map(tags.flatMap((tag, i) => entryOfMap(tag, found[i])));
}

/** Reads the versions of the tags of a new entry, and creates missing ones. */
export async function ensureTagVersions(
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
  const changed = await storage.change(SPACE, changes);
  const versions = new Map([...known, ...missing.flatMap((tag, i) => entryOfMap(tag, changed[i]))]);
  return tags.map((tag) => [tag, versions.get(tag) as string]);
}

/** Tells whether the tags of an entry still have the versions from when it was written. */
export function isCurrent(content: RecordContent, versions: Pick<TagVersions, "get">): boolean {
  return tagsOf(content)?.every(([tag, version]) => versions.get(tag) === version) ?? false;
}

/** Tells whether an entry was invalidated, which is if one of its tags has another version. A tag without a version does not count. */
export async function isOutdated(storage: StorageBackend, content: RecordContent): Promise<boolean> {
  if (!isTagged(content)) return false;
  const tags = tagsOf(content) ?? [];
  const versions = await readTagVersions(
    storage,
    tags.map(([tag]) => tag),
  );
  return tags.some(([tag, version]) => (versions.get(tag) ?? version) !== version);
}

function entryOfMap(tag: string, found: Parameters<typeof tagVersionOf>[0]): [string, string][] {
  const version = tagVersionOf(found);
  return version === undefined ? [] : [[tag, version]];
}

/** Returns the version in the record of a tag. */
export function tagVersionOf(found: FoundRecord | RecordContent | { readonly corrupt: string }): string | undefined {
  return found && !("corrupt" in found && found.corrupt !== undefined) && typeof found.data === "string"
    ? found.data
    : undefined;
}

import type { RecordContent, StoredRecord } from "../records/record.ts";
import type { ChangeOutcome } from "../records/storage-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { entryContext, isTagged, tagsOf } from "./entry.ts";
import { isCurrent, readTagVersions, type TagVersions } from "./tags/tag-versions.ts";

/** What a change makes of an entry, or of `undefined` where none is; `undefined` leaves it. */
export type EntryChange = (living: RecordContent | undefined) => RecordContent | undefined;

/**
 * Changes an entry atomically; returns what it has become where there was none.
 *
 * A change cannot wait, so it cannot ask for the generations of the tags that it meets: it is then carried out again, knowing them.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD`; what `change` throws.
 */
export async function changeEntry(
  { storage, operation }: StorageAccess,
  key: string,
  change: EntryChange,
): Promise<RecordContent | undefined> {
  const asked = new Set<string>();
  let generations: TagVersions = new Map();
  for (;;) {
    let unknown: string[] = [];
    let added: RecordContent | undefined;
    const changeLiving: EntryChange = (living) => {
      const next = change(living);
      added = living ? undefined : next;
      return next;
    };
    const changeFound = (found: ChangeOutcome): RecordContent | undefined => {
      unknown = [];
      added = undefined;
      const record = found && intact(found as StoredRecord, entryContext(storage, key));
      if (!record || !isTagged(record)) return changeLiving(record);
      unknown = (tagsOf(record) ?? []).map(([tag]) => tag).filter((tag) => !asked.has(tag));
      if (unknown.length > 0) return undefined; // Whether it is there, its tags will tell.
      return changeLiving(isCurrent(record, generations) ? record : undefined);
    };
    await operation([key], "write", () => storage.change("cache", [{ key, change: changeFound }]));
    if (unknown.length === 0) return added;
    for (const tag of unknown) asked.add(tag);
    generations = await readTagVersions(storage, [...asked]);
  }
}

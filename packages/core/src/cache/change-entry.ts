import type { RecordContent, StoredRecord } from "../records/record.ts";
import type { ChangeOutcome } from "../records/storage-backend.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { intact } from "../typed-records/decode-record.ts";
import { entryContext, isTagged, tagsOf } from "./entry.ts";
import { isCurrent, readTagVersions, type TagVersions } from "./tags/tag-versions.ts";

/** Change of an entry, or of `undefined` if there is none; returns the new entry, or `undefined` for no change. */
export type EntryChange = (living: RecordContent | undefined) => RecordContent | undefined;

/**
 * Changes an entry atomically. Returns the new entry if there was none before.
 *
 * A change is synchronous and cannot read the versions of the entry's tags: if they are unknown, they are read, and the change is repeated.
 *
 * @throws {CorruptRecordError} `CORRUPT_RECORD`; the error of `change`.
 */
export async function changeEntry(
  access: StorageAccess,
  key: string,
  change: EntryChange,
): Promise<RecordContent | undefined> {
  const { storage } = access;
  const requested = new Set<string>();
  let versions: TagVersions = new Map();
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
      unknown = (tagsOf(record) ?? []).map(([tag]) => tag).filter((tag) => !requested.has(tag));
      if (unknown.length > 0) return undefined; // Their versions decide whether the entry is valid.
      return changeLiving(isCurrent(record, versions) ? record : undefined);
    };
    await access.together([key], "write", () => storage.change("cache", [{ key, change: changeFound }]));
    if (unknown.length === 0) return added;
    for (const tag of unknown) requested.add(tag);
    versions = await readTagVersions(storage, [...requested]);
  }
}

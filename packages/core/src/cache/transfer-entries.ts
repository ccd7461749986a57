import { isExpired } from "../records/expiry.ts";
import type { StoredRecord } from "../records/record.ts";
import { storedContent } from "../records/stored-content.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { Transfer } from "../transfer/transfer.ts";
import type { CacheEntries } from "./cache-entries.ts";
import { checkKey, checkTags } from "./cache-key.ts";
import type { CacheRecord } from "./cache-record.ts";
import { isTagged, tagsOf, withoutTags } from "./entry.ts";
import { areCurrent } from "./prune-cache.ts";

/** Exports and imports of a cache. Invalidated entries are left out, and so are entries that expire on the way. */
export function entryTransfer(access: StorageAccess, entries: CacheEntries): Transfer<CacheRecord> {
  const { storage } = access;
  const tagged = async (key: string, record: StoredRecord): Promise<CacheRecord | undefined> => {
    const [isCurrent] = await areCurrent(storage, [record]);
    const tags = tagsOf(record)?.map(([tag]) => tag);
    return isCurrent ? { key, ...storedContent({ ...record, ...withoutTags(record) }), tags } : undefined;
  };
  return new Transfer<CacheRecord>(access, {
    space: "cache",
    advice: "Set it again, or delete it.",
    form: (key, record) => (isTagged(record) ? tagged(key, record) : { key, ...storedContent(record) }),
    check(record) {
      checkKey(record.key);
      checkTags(record.tags);
      if (isTagged(record) || record.data instanceof Uint8Array)
        throw new TypeError(`Expected an entry from exportRecords() of a cache under '${record.key}'.`);
    },
    async store({ key, tags = [], ...content }) {
      if (isExpired(content.expiresAt, storage.clock.now())) return false;
      await entries.writeTogether([{ key, condition: "any", content }], tags);
      return true;
    },
  });
}

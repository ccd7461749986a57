import { parseTime } from "../codec/built-ins.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import { checkOptions } from "../options/check-options.ts";
import { isExpired } from "../records/expiry.ts";
import { allowsRemoval, allowsWrite } from "../records/preconditions.ts";
import type { RecordContent, StoredRecord } from "../records/record.ts";
import type { Space } from "../records/space.ts";
import type {
  RecordRemoval,
  RecordWrite,
  ScanRange,
  StorageSupports,
  WriteOutcome,
} from "../records/storage-backend.ts";
import { bytesOf, type RecordUsage, type SpaceBounds, type SyncRecords } from "../records/usage.ts";
import type { KeyWatch } from "../storage/key-watch.ts";
import { StorageBase } from "../storage/storage-base.ts";
import { STORAGE_OPTIONS, type StorageOptions } from "../storage/storage-options.ts";
import { whenAborted } from "../time/pause.ts";
import { RecordMap } from "./record-map.ts";

const PAGE_SIZE = 1024;

/** Storage in the memory of this process. Records are copied on writes and reads. */
export class MemoryStorage extends StorageBase {
  constructor(options?: StorageOptions) {
    checkOptions(options, STORAGE_OPTIONS, "a store in memory");
    super(options);
  }

  readonly supports: StorageSupports = {
    retains: true,
    persistent: false,
    crossProcess: false,
    atomicWrites: true,
    evicts: true,
    synchronous: true,
    batchSize: 64,
  };
  readonly #spaces = new Map<Space, RecordMap>();

  protected override readRecords(space: Space, keys: readonly string[]): readonly (StoredRecord | undefined)[] {
    const records = this.#records(space);
    return keys.map((key) => {
      const content = records.get(key);
      return content && copyOf(content);
    });
  }

  protected override writeRecords(space: Space, writes: readonly RecordWrite[], now: number): readonly WriteOutcome[] {
    const records = this.#records(space);
    return writes.map((write) => {
      const { key, content } = write;
      const existing = records.get(key);
      const old = existing && !isExpired(existing.expiresAt, now) ? existing : undefined;
      const isAllowed = write.condition === "any" || allowsWrite(write, old && withRevision(old));
      if (!isAllowed) return { written: false, found: old && copyOf(old) };
      const stored = { ...content, data: snapshot(content.data), createdAt: old?.createdAt ?? content.createdAt };
      records.set(key, stored);
      return { written: true, revision: stored };
    });
  }

  protected override removeRecords(space: Space, removals: readonly RecordRemoval[], now: number): readonly boolean[] {
    const records = this.#records(space);
    return removals.map((removal) => {
      const existing = records.get(removal.key);
      if (!existing || !allowsRemoval(removal, withRevision(existing), now)) return false;
      records.delete(removal.key);
      return removal.condition !== "any" || !isExpired(existing.expiresAt, now);
    });
  }

  protected override *scanKeys(space: Space, range: ScanRange, now: number): Generator<readonly string[]> {
    const { limit = Number.POSITIVE_INFINITY, expired = false } = range;
    const records = this.#records(space);
    let page: string[] = [];
    let remaining = limit;
    for (const key of records.keys(range)) {
      if (remaining === 0) break;
      const record = records.peek(key); // It may have been removed since the last page.
      if (!record || isExpired(record.expiresAt, now) !== expired) continue;
      page.push(key);
      remaining--;
      if (page.length < PAGE_SIZE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  override limitSpace(space: Space, bounds: SpaceBounds, onEviction: () => void): void {
    this.#records(space).limit(bounds, onEviction);
  }

  override syncRecords(space: Space): SyncRecords | undefined {
    return this.canBypassQueue ? this.#records(space) : undefined;
  }

  override async watchKeys(space: Space, { signal, report }: KeyWatch): Promise<void> {
    const unwatch = this.#records(space).watch((key) => report([key]));
    report([]);
    await whenAborted(signal);
    unwatch();
  }

  protected override async *listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    const records = this.#records(space);
    let page: RecordUsage[] = [];
    for (const key of records.allKeys()) {
      const record = records.peek(key);
      if (!record) continue;
      const { updatedAt, expiresAt } = record;
      page.push({ key, bytes: bytesOf(key, record), usedAt: parseTime(updatedAt), expiresAt });
      if (page.length < PAGE_SIZE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  #records(space: Space): RecordMap {
    let records = this.#spaces.get(space);
    if (!records) {
      records = new RecordMap();
      this.#spaces.set(space, records);
    }
    return records;
  }
}

/** Returns the stored record, not copied; the identity of the stored object is the revision. */
function withRevision(content: RecordContent): StoredRecord {
  return { ...content, revision: content };
}

/** Returns a copy of the record, which the caller may modify. */
function copyOf(content: RecordContent): StoredRecord {
  return { ...content, data: snapshot(content.data), revision: content };
}

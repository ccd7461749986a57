import { parseTime } from "../codec/built-ins.ts";
import { snapshot } from "../codec/plain/snapshot.ts";
import { isExpired } from "../records/expiry.ts";
import { allowsRemoval, allowsWrite } from "../records/preconditions.ts";
import type { RecordContent, StoredRecord } from "../records/record.ts";
import type {
  RecordRemoval,
  RecordWrite,
  ScanRange,
  Space,
  StorageSupports,
  WriteOutcome,
} from "../records/storage-backend.ts";
import { bytesOf, type RecordUsage, type SyncRecords } from "../records/usage.ts";
import { StorageBase } from "../storage/storage-base.ts";
import { RecordMap } from "./record-map.ts";

const PAGE = 1024;

/** Keeps records in this process's memory, as copies: nothing is shared with whoever writes or reads. */
export class MemoryStorage extends StorageBase {
  readonly supports: StorageSupports = {
    retains: true,
    persistent: false,
    crossProcess: false,
    transactions: true,
    evicts: true,
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
      const there = records.get(key);
      const old = there && !isExpired(there.expiresAt, now) ? there : undefined;
      if (!allowsWrite(write, old && held(old))) return { written: false, found: old && copyOf(old) };
      const kept = { ...content, data: snapshot(content.data), createdAt: old?.createdAt ?? content.createdAt };
      records.set(key, kept);
      return { written: true, revision: kept };
    });
  }

  protected override removeRecords(space: Space, removals: readonly RecordRemoval[], now: number): readonly boolean[] {
    const records = this.#records(space);
    return removals.map((removal) => {
      const there = records.get(removal.key);
      if (!there || !allowsRemoval(removal, held(there), now)) return false;
      records.delete(removal.key);
      return removal.condition !== "any" || !isExpired(there.expiresAt, now);
    });
  }

  protected override *scanKeys(space: Space, range: ScanRange, now: number): Generator<readonly string[]> {
    const { limit = Number.POSITIVE_INFINITY, expired = false } = range;
    const records = this.#records(space);
    let page: string[] = [];
    let left = limit;
    for (const key of records.keys(range)) {
      if (left === 0) break;
      const there = records.peek(key); // It may have been removed since the last page.
      if (!there || isExpired(there.expiresAt, now) !== expired) continue;
      page.push(key);
      left--;
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  protected override syncRecords(space: Space): SyncRecords | undefined {
    return this.canBypassQueue ? this.#records(space) : undefined;
  }

  protected override async *listUses(space: Space): AsyncGenerator<readonly RecordUsage[], void, undefined> {
    const records = this.#records(space);
    let page: RecordUsage[] = [];
    for (const key of records.allKeys()) {
      const record = records.peek(key);
      if (!record) continue;
      const { updatedAt, expiresAt } = record;
      page.push({ key, bytes: bytesOf(key, record), usedAt: parseTime(updatedAt), expiresAt });
      if (page.length < PAGE) continue;
      yield page;
      page = [];
    }
    if (page.length > 0) yield page;
  }

  #records(space: Space): RecordMap {
    let records = this.#spaces.get(space);
    if (!records) {
      records = new RecordMap(this.boundsOf(space), () => this.onEviction(space));
      this.#spaces.set(space, records);
    }
    return records;
  }
}

/** The record as it is held: its identity is its revision. */
function held(content: RecordContent): StoredRecord {
  return { ...content, revision: content };
}

/** The record for somebody outside, who may change it. */
function copyOf(content: RecordContent): StoredRecord {
  return { ...content, data: snapshot(content.data), revision: content };
}

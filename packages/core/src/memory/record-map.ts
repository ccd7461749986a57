import { LRUCache } from "lru-cache";
import { compareCodePoints, sortByCodePoint } from "../ids/compare-code-points.ts";
import { matchesPrefix } from "../ids/matches-prefix.ts";
import type { RecordContent } from "../records/record.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import { bytesOf, type SpaceBounds, type SyncRecords } from "../records/usage.ts";

/** Map of records that lists its keys in code-point order. With bounds, it evicts the least recently used records. */
export class RecordMap implements SyncRecords {
  #records: Map<string, RecordContent> | LRUCache<string, RecordContent> = new Map();
  #onEviction: () => void = () => {};
  /** Sorted keys, made on demand; dropped when a key is added or removed. */
  #sorted: readonly string[] | undefined;

  /** Keeps the map within bounds from now on. Existing records may be evicted. */
  limit(bounds: SpaceBounds, onEviction: () => void): void {
    this.#onEviction = () => {
      this.#sorted = undefined;
      onEviction();
    };
    const existing = this.#records;
    const keys = [...(existing instanceof Map ? existing.keys() : existing.rkeys())]; // Least recently used first.
    this.#sorted = undefined;
    this.#records = lruCacheFor(bounds, this.#onEviction);
    for (const key of keys) this.set(key, existing.get(key) as RecordContent);
  }

  /** Number of records, including expired ones. */
  get size(): number {
    return this.#records.size;
  }

  /** Returns the record of a key and marks it as used. */
  get(key: string): RecordContent | undefined {
    return this.#records.get(key);
  }

  /** Returns the record of a key without marking it as used. */
  peek(key: string): RecordContent | undefined {
    return this.#records instanceof Map ? this.#records.get(key) : this.#records.peek(key);
  }

  set(key: string, record: RecordContent): void {
    const records = this.#records;
    if (this.#sorted !== undefined && !records.has(key)) this.#sorted = undefined;
    records.set(key, record);
    // The LRU cache does not store a record larger than its maximum size.
    if (records instanceof LRUCache && records.maxSize > 0 && !records.has(key)) this.#onEviction();
  }

  delete(key: string): void {
    if (this.#records.delete(key)) this.#sorted = undefined;
  }

  /** Returns a snapshot of all keys, in any order. */
  allKeys(): string[] {
    return [...this.#records.keys()];
  }

  /** Yields a snapshot of the keys of a range, sorted. */
  *keys({ prefix, startsWith, after }: Pick<ScanRange, "prefix" | "startsWith" | "after">): Generator<string> {
    this.#sorted ??= sortByCodePoint([...this.#records.keys()]);
    const sorted = this.#sorted;
    const first = prefix ?? startsWith;
    const start = Math.max(lowerBound(sorted, first), after === undefined ? 0 : lowerBound(sorted, `${after}\u0000`));
    for (let i = start; i < sorted.length; i++) {
      const key = sorted[i] as string;
      if (first !== undefined && !key.startsWith(first)) return;
      // `a-b` lies between `a` and `a/b`.
      if (matchesPrefix(key, prefix) && (startsWith === undefined || key.startsWith(startsWith))) yield key;
    }
  }
}

/** Makes the LRU cache for bounds, of which at least one is set. */
function lruCacheFor({ maxEntries, maxBytes }: SpaceBounds, onEviction: () => void): LRUCache<string, RecordContent> {
  const dispose = (_record: RecordContent, _key: string, reason: LRUCache.DisposeReason): void => {
    if (reason === "evict") onEviction();
  };
  const sizes = { sizeCalculation: (record: RecordContent, key: string) => bytesOf(key, record), dispose };
  if (maxBytes === undefined) return new LRUCache({ max: maxEntries as number, dispose });
  return new LRUCache(
    maxEntries === undefined ? { maxSize: maxBytes, ...sizes } : { max: maxEntries, maxSize: maxBytes, ...sizes },
  );
}

/** Index of the first key that is not less than `key`. */
function lowerBound(sorted: readonly string[], key: string | undefined): number {
  let low = 0;
  let high = key === undefined ? 0 : sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(sorted[middle] as string, key as string) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

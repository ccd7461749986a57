import { compareCodePoints, sortByCodePoint } from "../ids/compare-code-points.ts";
import { matchesPrefix } from "../ids/matches-prefix.ts";
import type { RecordContent } from "../records/record.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import { bytesOf, type SpaceBounds, type SyncRecords } from "../records/usage.ts";
import { RecencyMap } from "./recency-map.ts";

/** Map of records that lists its keys in code-point order. With bounds, it evicts the least recently used records. */
export class RecordMap implements SyncRecords {
  #records: Map<string, RecordContent> | RecencyMap<RecordContent> = new Map();
  /** Sorted keys, made on demand; dropped when a key is added or removed. */
  #sorted: readonly string[] | undefined;
  /** Called with each key that is written or removed, but not with those that are evicted. */
  readonly #watchers = new Set<(key: string) => void>();

  /** Keeps the map within bounds from now on. Existing records may be evicted. */
  limit(
    { maxEntries = Number.POSITIVE_INFINITY, maxBytes = Number.POSITIVE_INFINITY }: SpaceBounds,
    onEviction: () => void,
  ): void {
    const existing = this.#records;
    this.#sorted = undefined;
    this.#records = new RecencyMap<RecordContent>({
      maxEntries,
      maxSize: maxBytes,
      sizeOf: maxBytes === Number.POSITIVE_INFINITY ? () => 0 : bytesOf,
      onEviction: () => {
        this.#sorted = undefined;
        onEviction();
      },
    });
    for (const key of existing.keys()) this.set(key, peekIn(existing, key) as RecordContent);
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
    return peekIn(this.#records, key);
  }

  set(key: string, record: RecordContent): void {
    if (this.#sorted !== undefined && !this.#records.has(key)) this.#sorted = undefined;
    this.#records.set(key, record);
    if (this.#watchers.size > 0) this.#tell(key);
  }

  delete(key: string): void {
    if (!this.#records.delete(key)) return;
    this.#sorted = undefined;
    if (this.#watchers.size > 0) this.#tell(key);
  }

  /** Calls a function with each key that is written or removed from now on, until the returned function is called. */
  watch(watcher: (key: string) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
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

  #tell(key: string): void {
    for (const watcher of this.#watchers) watcher(key);
  }
}

function peekIn(
  records: Map<string, RecordContent> | RecencyMap<RecordContent>,
  key: string,
): RecordContent | undefined {
  return records instanceof Map ? records.get(key) : records.peek(key);
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

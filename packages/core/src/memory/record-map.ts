import { LRUCache } from "lru-cache";
import { compareCodePoints, sortByCodePoint } from "../ids/compare-code-points.ts";
import { matchesPrefix } from "../ids/matches-prefix.ts";
import type { RecordContent } from "../records/record.ts";
import type { ScanRange } from "../records/storage-backend.ts";
import { bytesOf, type SpaceBounds, type SyncRecords } from "../records/usage.ts";

/** Records by key, with the keys in code-point order for whoever lists them. Where there are bounds, the least recently used go. */
export class RecordMap implements SyncRecords {
  readonly #records: Map<string, RecordContent> | LRUCache<string, RecordContent>;
  readonly #onEviction: () => void;
  /** Sorted when asked for; dropped when a key comes or goes. */
  #sorted: readonly string[] | undefined;

  constructor(bounds: SpaceBounds = {}, onEviction: () => void = () => {}) {
    this.#onEviction = () => {
      this.#sorted = undefined;
      onEviction();
    };
    this.#records = boundedBy(bounds, this.#onEviction) ?? new Map();
  }

  /** How many there are, expired ones too. */
  get size(): number {
    return this.#records.size;
  }

  /** What is under a key, which counts as using it. */
  get(key: string): RecordContent | undefined {
    return this.#records.get(key);
  }

  /** What is under a key, for whoever only looks. */
  peek(key: string): RecordContent | undefined {
    return this.#records instanceof Map ? this.#records.get(key) : this.#records.peek(key);
  }

  set(key: string, record: RecordContent): void {
    const records = this.#records;
    if (this.#sorted !== undefined && !records.has(key)) this.#sorted = undefined;
    records.set(key, record);
    // What is larger than all there is room for is not taken in.
    if (records instanceof LRUCache && records.maxSize > 0 && !records.has(key)) this.#onEviction();
  }

  delete(key: string): void {
    if (this.#records.delete(key)) this.#sorted = undefined;
  }

  /** All keys as they are now, in any order. */
  allKeys(): string[] {
    return [...this.#records.keys()];
  }

  /** The keys of the range behind `after`, as they are now. */
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

/** What drops the least recently used records; `undefined` where there are no bounds. */
function boundedBy(
  { maxEntries, maxBytes }: SpaceBounds,
  onEviction: () => void,
): LRUCache<string, RecordContent> | undefined {
  const dispose = (_record: RecordContent, _key: string, reason: LRUCache.DisposeReason): void => {
    if (reason === "evict") onEviction();
  };
  const sizes = { sizeCalculation: (record: RecordContent, key: string) => bytesOf(key, record), dispose };
  if (maxBytes === undefined) return maxEntries === undefined ? undefined : new LRUCache({ max: maxEntries, dispose });
  return new LRUCache(
    maxEntries === undefined ? { maxSize: maxBytes, ...sizes } : { max: maxEntries, maxSize: maxBytes, ...sizes },
  );
}

/** The index of the first key that is not before `key`. */
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

import { compareCodePoints, sortByCodePoint } from "../ids/compare-code-points.ts";
import { matchesPrefix } from "../ids/matches-prefix.ts";
import type { ScanRange } from "../storage/storage-backend.ts";
import type { RecordContent } from "../storage/storage-record.ts";

/** Records by key, with the keys in code-point order for whoever lists them. */
export class RecordMap {
  readonly #records = new Map<string, RecordContent>();
  /** Sorted when asked for; dropped when a key comes or goes. */
  #sorted: readonly string[] | undefined;

  get(key: string): RecordContent | undefined {
    return this.#records.get(key);
  }

  set(key: string, record: RecordContent): void {
    if (!this.#records.has(key)) this.#sorted = undefined;
    this.#records.set(key, record);
  }

  delete(key: string): void {
    if (this.#records.delete(key)) this.#sorted = undefined;
  }

  /** The keys of a range, as they are now. */
  *keys({ prefix, startsWith = prefix ?? "", after }: ScanRange): Generator<string> {
    this.#sorted ??= sortByCodePoint([...this.#records.keys()]);
    const sorted = this.#sorted;
    const start = Math.max(
      lowerBound(sorted, startsWith),
      after === undefined ? 0 : lowerBound(sorted, `${after}\u0000`),
    );
    for (let i = start; i < sorted.length; i++) {
      const key = sorted[i] as string;
      if (!key.startsWith(startsWith)) return;
      // `a-b` lies between `a` and `a/b`.
      if (matchesPrefix(key, prefix)) yield key;
    }
  }
}

/** The index of the first key that is not before `key`. */
function lowerBound(sorted: readonly string[], key: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareCodePoints(sorted[middle] as string, key) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

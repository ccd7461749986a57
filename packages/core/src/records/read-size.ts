import type { FoundRecord } from "./record.ts";
import { bytesOf } from "./usage.ts";

const INITIAL_COUNT = 16;
const MAX_COUNT = 64;
/** Approximate size of the records of one read, in bytes. */
const TARGET_BYTES = 2 ** 20;

/** Adapts the number of records per read to their size, so that the memory of a read is bounded. */
export class ReadSize {
  #next = INITIAL_COUNT;

  /** Number of records to read next. */
  get next(): number {
    return this.#next;
  }

  /** Adapts to the size of the records of a read. @returns their size in bytes. */
  note(keys: readonly string[], found: readonly FoundRecord[]): number {
    let bytes = 0;
    let count = 0;
    for (const [i, record] of found.entries()) {
      if (!record || record.corrupt !== undefined) continue;
      bytes += record.size ?? bytesOf(keys[i] as string, record); // To encode it again would take longer than to read it.
      count++;
    }
    if (count > 0)
      this.#next = Math.max(1, Math.min(MAX_COUNT, 2 * this.#next, Math.floor((TARGET_BYTES * count) / bytes)));
    return bytes;
  }
}

import type { FoundRecord } from "./record.ts";
import { bytesOf } from "./usage.ts";

const FIRST = 16;
const MOST = 64;
/** How many bytes of records are read together, about. */
const BUDGET = 2 ** 20;

/** Says how many records to read next, so that what is held together is bounded by bytes, however large they are. */
export class ReadSize {
  #next = FIRST;

  /** How many to read next. */
  get next(): number {
    return this.#next;
  }

  /** Notes what was read. @returns how many bytes that were. */
  note(keys: readonly string[], found: readonly FoundRecord[]): number {
    let bytes = 0;
    let count = 0;
    for (const [i, record] of found.entries()) {
      if (!record || record.corrupt !== undefined) continue;
      bytes += bytesOf(keys[i] as string, record);
      count++;
    }
    if (count > 0) this.#next = Math.max(1, Math.min(MOST, 2 * this.#next, Math.floor((BUDGET * count) / bytes)));
    return bytes;
  }
}

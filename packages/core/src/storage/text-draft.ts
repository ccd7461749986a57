import { ValueTooLargeError } from "../errors/storage-errors.ts";
import { unlessExpired } from "../records/expiry.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import { formatRecord, parseRecord } from "./record-text.ts";

/** Text to store under a key; without one, the key is removed. */
export type TextChange = readonly [key: string, text?: string];

/** Records of a batch while its items are decided one by one: each item sees the changes of the items before it. */
export class TextDraft {
  readonly #texts: Map<string, string | undefined>;
  readonly #changed = new Map<string, TextChange>();
  readonly #now: number;

  /** @param texts Stored text of each key. */
  constructor(keys: readonly string[], texts: readonly (string | undefined)[], now: number) {
    this.#texts = new Map(keys.map((key, i) => [key, texts[i]]));
    this.#now = now;
  }

  /** Returns the record of a key, even if it has expired. */
  get(key: string): FoundRecord {
    const text = this.#texts.get(key);
    return text === undefined ? undefined : parseRecord(text);
  }

  /** Returns the record of a key; `undefined` if it has expired. */
  living(key: string): FoundRecord {
    return unlessExpired(this.get(key), this.#now);
  }

  /**
   * Writes a record and returns its text, which is its revision.
   *
   * @param replaced Unexpired record that is replaced; its creation time is kept.
   * @throws {ValueTooLargeError} `VALUE_TOO_LARGE` if its text is longer than the longest string.
   */
  write(key: string, content: RecordContent, replaced: FoundRecord): string {
    const createdAt = replaced?.corrupt === undefined ? replaced?.createdAt : undefined;
    try {
      const text = formatRecord({ ...content, createdAt: createdAt ?? content.createdAt });
      this.#set(key, text);
      return text;
    } catch (error) {
      throw error instanceof RangeError ? new ValueTooLargeError(key, error.message, error) : error;
    }
  }

  remove(key: string): void {
    this.#set(key);
  }

  #set(key: string, text?: string): void {
    this.#texts.set(key, text);
    this.#changed.set(key, text === undefined ? [key] : [key, text]);
  }

  /** Changes to apply, at most one for each key. */
  get changes(): TextChange[] {
    return [...this.#changed.values()];
  }
}

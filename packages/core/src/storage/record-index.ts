import type { FoundRecord, RecordContent } from "../records/record.ts";
import type { RecordParts } from "../records/storage-backend.ts";
import type { CallPattern } from "./record-pattern.ts";

/** Call that was found: its key and its record. */
export type FoundCall = readonly [key: string, record: NonNullable<FoundRecord>];

/** Move of a call to another key, or replacement of its record. */
export interface CallMove {
  readonly from: string;
  /** Digest of the data of the old record. A record that was written since has another digest, and is not changed. */
  readonly replaced: string;
  readonly to: string;
  readonly content: RecordContent;
  readonly parts?: RecordParts | undefined;
}

/** Data of a call's record. */
export type PeekedCall = Pick<RecordContent, "data" | "types">;

/** Index of a medium that can find and move calls by itself. Other media read the calls one by one. */
export interface RecordIndex {
  /**
   * Returns the data of an unexpired call if it can be read synchronously: `null` if there is none, `undefined` if it cannot be read
   * synchronously. The caller makes sure that no operation is queued.
   */
  peek(key: string, now: number): PeekedCall | null | undefined;
  /** Yields unexpired calls that match a pattern, in key order, in pages. */
  find(pattern: CallPattern, now: number): AsyncIterable<readonly FoundCall[]>;
  /** Carries out all moves atomically; see {@link moveCalls}. */
  move(moves: readonly CallMove[]): Promise<void>;
}

import type { CallPattern } from "../calls/call-pattern.ts";
import type { FoundRecord, RecordContent } from "../records/record.ts";
import type { RecordParts } from "../records/storage-backend.ts";

/** A call that is found: its key and its record. */
export type FoundCall = readonly [key: string, record: NonNullable<FoundRecord>];

/** A call that gets another key, or another record. */
export interface CallMove {
  readonly from: string;
  /** What the data of the old record digests to: one that somebody has written meanwhile is left alone. */
  readonly replaced: string;
  readonly to: string;
  readonly content: RecordContent;
  readonly parts?: RecordParts | undefined;
}

/** The data of a call's record. */
export type PeekedCall = Pick<RecordContent, "data" | "types">;

/** What a medium that knows of calls does by itself. On all others calls are read one by one. */
export interface RecordIndex {
  /**
   * What the record of a living call holds, where that can be told at once: `null` where there is none, `undefined` where it cannot be
   * told. Whoever asks makes sure that nothing is queued before it.
   */
  peek(key: string, now: number): PeekedCall | null | undefined;
  /** Living calls that fit a pattern, by key and in order, in pages. */
  find(pattern: CallPattern, now: number): AsyncIterable<readonly FoundCall[]>;
  /** Carries out all moves or none, as if at one moment; see {@link moveCalls}. */
  move(moves: readonly CallMove[]): Promise<void>;
}

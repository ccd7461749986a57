import type { Awaitable, FoundRecord, Outcome, RecordContent } from "@results-manager/core/storage";
import type { WrittenRow } from "../rows/written-row.ts";

/** Statements that write rows: only where there is none, only in place of an expired one, or in place of any. */
export type WriteStatement = "insert" | "replaceExpired" | "upsert";

/** Statements that remove rows: any, only unexpired ones, or only expired ones. */
export type RemoveStatement = "remove" | "removeLiving" | "removeExpired";

/** Statements that remove the first rows of a range of ids: unexpired ones, or expired ones. */
export type RemoveRangeStatement = "removeLivingWithin" | "removeExpiredWithin";

/** Range of ids. */
export interface IdRange {
  readonly start: string;
  /** Exclusive upper bound; `undefined` where there is none. */
  readonly before: string | undefined;
}

/** A call that was written. */
export interface WrittenCall {
  readonly key: string;
  readonly content: RecordContent;
  /** There was no row before, hence no rows that belong to it. */
  readonly isNew: boolean;
}

/**
 * Statements on the records of one space, as a dialect runs them, row by row. The outcomes are in the order of the rows; an error fails its
 * row only, unless it is thrown.
 */
export interface RecordStatements {
  /** Reads the record of each key, expired or not. Within a write transaction, no other writer changes it before the end. */
  find(keys: readonly string[]): Awaitable<readonly Outcome<FoundRecord>[]>;
  /** Tells for each key whether there is a row that has not expired. */
  has(keys: readonly string[], now: number): Awaitable<readonly Outcome<boolean>[]>;
  /** Writes rows; tells for each whether it was written. */
  write(statement: WriteStatement, rows: readonly WrittenRow[], now: number): Awaitable<readonly Outcome<boolean>[]>;
  /** Removes rows; tells for each key whether a row was removed. */
  remove(statement: RemoveStatement, keys: readonly string[], now: number): Awaitable<readonly Outcome<boolean>[]>;
  /** Removes the first rows of a range, a page at most; returns their number. */
  removeWithin(statement: RemoveRangeStatement, range: IdRange, now: number): Awaitable<number>;
  /**
   * Stores the arguments and metadata of calls, by which they are found; only the statements of `calls` have it.
   *
   * @throws where it fails: the writes of the transaction must not remain without them.
   */
  index?(calls: readonly WrittenCall[]): Awaitable<void>;
}

/** Work on a batch of items, within a transaction. */
export type BatchWork<I, R> = (records: RecordStatements, items: readonly I[], now: number) => Awaitable<R>;

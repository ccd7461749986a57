import type { ResultId } from "../../ids/result-id.ts";
import type { OnRecordError } from "../record-failures.ts";
import type { GetOptions, IdsOptions, ResultInfo } from "../results-options.ts";

/** Options of a listing of results. */
export interface EntriesOptions<OnError extends OnRecordError | "yield" = OnRecordError | "yield">
  extends IdsOptions,
    GetOptions {
  /**
   * Action for a record that cannot be read or validated. `'throw'` by default: the error is thrown after all other results. `'yield'` gives
   * `{ id, error }` in its place.
   */
  readonly onError?: OnError | undefined;
}

/** Result of a listing. */
export interface ResultEntry<Value> {
  readonly id: string;
  readonly value: Value;
  readonly info: ResultInfo;
  readonly error?: undefined;
}

/** Record of a listing that cannot be read. */
export interface FailedEntry {
  readonly id: string;
  readonly error: Error;
  readonly value?: undefined;
  readonly info?: undefined;
}

/** Item of a listing of results. */
export type ListedEntry<Value, OnError> = ResultEntry<Value> | ("yield" extends OnError ? FailedEntry : never);

/** Options of a read of many results. */
export interface GetManyOptions<OnError extends "throw" | "return" = "throw" | "return"> extends GetOptions {
  /** Action for a result that cannot be read: `'throw'` by default; `'return'` gives each id its own {@link ReadOutcome}. */
  readonly onError?: OnError | undefined;
}

/** Outcome of the read of one of many results: its value, `undefined` for a missing one, or its error. */
export type ReadOutcome<Value> =
  | { readonly id: string; readonly value: Value | undefined; readonly error?: undefined }
  | { readonly id: string; readonly error: Error; readonly value?: undefined };

/** Return value of a read of many results, for one id. */
export type ReadItem<Value, OnError> = [OnError] extends ["return"] ? ReadOutcome<Value> : Value | undefined;

/** Options of a listing of children. */
export interface ChildrenOptions<Counts extends boolean = boolean> {
  /** Count the results below each child; true by default. Without counts, a database need not go through their ids. */
  readonly counts?: Counts | undefined;
  /** Only children after this one, in the order of the listing: a segment, or the id of a child. */
  readonly after?: ResultId | undefined;
  /** Maximum number of children. */
  readonly limit?: number | undefined;
  /** Order of the segments; ascending by default. */
  readonly order?: "asc" | "desc" | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Next segment below a prefix. */
export interface ChildInfo {
  /** Prefix and segment. */
  readonly id: string;
  readonly segment: string;
  /** A result is stored under the id itself. */
  readonly isResult: boolean;
  /** Number of results under the id and below it. */
  readonly count: number;
}

/** Child of a listing, with or without a count. */
export type ListedChild<Counts extends boolean> = Counts extends true ? ChildInfo : Omit<ChildInfo, "count">;

/** A result without its model: its value as it was stored, and its metadata. */
export interface InspectedResult extends ResultInfo {
  /** Decoded value, neither upgraded nor validated. */
  readonly value: unknown;
  /** Size of the id and the encoded value, in bytes. */
  readonly bytes: number;
}

import type { BenchRecord } from "./records.ts";

/** A value or a promise of it: synchronous contenders are measured without promises. */
export type Awaitable<T> = T | Promise<T>;

/** An opened store of one contender. Members that it does not support are absent, and their rows stay empty. */
export interface BenchStore {
  set(id: string, record: BenchRecord): Awaitable<unknown>;
  /** Replaces an existing record. */
  overwrite?(id: string, record: BenchRecord): Awaitable<unknown>;
  /** Keeps an existing record. */
  skip?(id: string, record: BenchRecord): Awaitable<unknown>;
  get?(id: string): Awaitable<BenchRecord | undefined>;
  exists?(id: string): Awaitable<boolean>;
  /** Lists the ids at and below a prefix, or all ids. */
  list?(prefix?: string): Awaitable<readonly string[]>;
  delete?(id: string): Awaitable<unknown>;
  /** Runs a batch in a transaction, for stores that leave transactions to the caller. */
  begin?(): unknown;
  commit?(): unknown;
  close(): Awaitable<unknown>;
}

/** A store that a suite compares. */
export interface Contender {
  readonly name: string;
  /** `raw` is the limit, `ours` is measured against it, a `peer` is an alternative, a `mark` is a faster store of another kind. */
  readonly role: "raw" | "ours" | "peer" | "mark";
  open(folder: string): Awaitable<BenchStore>;
}

/** Contenders of equal durability, and the number of records that their sequential sets write. */
export interface Suite {
  readonly name: string;
  readonly contenders: readonly Contender[];
  readonly sequentialSets: number;
  /** Least share of the raw limit that a row must reach. */
  readonly targets: Readonly<Partial<Record<string, number>>>;
  /** Least share of a mark that a row must reach, by the mark's name. */
  readonly markTargets?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Limits for peers each of whose operations takes a round trip. */
  readonly peers?: { readonly rounds: number; readonly records: number };
}

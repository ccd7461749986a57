import type { BenchRecord } from "./records.ts";

/** A value, or a promise of it: what is synchronous is measured without promises. */
export type Awaitable<T> = T | Promise<T>;

/** An opened store of one contender. What it cannot do is absent, and its rows stay empty. */
export interface BenchStore {
  set(id: string, record: BenchRecord): Awaitable<unknown>;
  get?(id: string): Awaitable<BenchRecord | undefined>;
  exists?(id: string): Awaitable<boolean>;
  /** Ids at and below a prefix, or all of them. */
  list?(prefix?: string): Awaitable<readonly string[]>;
  delete?(id: string): Awaitable<unknown>;
  /** Around a batch, for stores whose transactions are the caller's business. */
  begin?(): unknown;
  commit?(): unknown;
  close(): Awaitable<unknown>;
}

/** One of the stores that a suite compares. */
export interface Contender {
  readonly name: string;
  /** `raw` is the limit, `ours` what is measured against it, a `peer` what people use instead, a `mark` something to look up to. */
  readonly role: "raw" | "ours" | "peer" | "mark";
  open(folder: string): Awaitable<BenchStore>;
}

/** Contenders of equal durability, and how many records their sequential sets take. */
export interface Suite {
  readonly name: string;
  readonly contenders: readonly Contender[];
  readonly sequentialSets: number;
  /** The least share of the raw limit that a row must reach. */
  readonly targets: Readonly<Partial<Record<string, number>>>;
}

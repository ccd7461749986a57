import type { Awaitable } from "../contender.ts";

/** An opened cache of one contender. */
export interface CacheStore {
  set(key: string, value: unknown): Awaitable<unknown>;
  get(key: string): Awaitable<unknown>;
  setMany(pairs: readonly (readonly [key: string, value: unknown])[]): Awaitable<unknown>;
  getMany(keys: readonly string[]): Awaitable<unknown>;
  /** Adds 1; a contender that has no such thing reads and writes, which loses counts as soon as there are two. */
  incr(key: string): Awaitable<unknown>;
  close(): Awaitable<unknown>;
}

/** One of the caches that a suite compares. */
export interface CacheContender {
  readonly name: string;
  /** `raw` is the limit, `ours` what is measured against it, a `peer` what people use instead, a `mark` ours with other options. */
  readonly role: "raw" | "ours" | "peer" | "mark";
  open(folder: string): Awaitable<CacheStore>;
}

/** Caches of equal durability, with what they keep. */
export interface CacheSuite {
  readonly name: string;
  readonly contenders: readonly CacheContender[];
  readonly makeValue: (i: number) => unknown;
  /** The least share of the raw limit that a row must reach. */
  readonly targets: Readonly<Partial<Record<string, number>>>;
  /** How many sets, gets and counts are made one after the other. */
  readonly sequential: number;
}

/** For how long everything is kept. */
export const TTL_SECONDS = 600;

import type { Awaitable } from "../contender.ts";

/** An opened cache of one contender. */
export interface CacheStore {
  set(key: string, value: unknown): Awaitable<unknown>;
  get(key: string): Awaitable<unknown>;
  setMany(pairs: readonly (readonly [key: string, value: unknown])[]): Awaitable<unknown>;
  getMany(keys: readonly string[]): Awaitable<unknown>;
  /** Adds 1; contenders without such a call read and write, which loses increments of concurrent callers. */
  incr(key: string): Awaitable<unknown>;
  close(): Awaitable<unknown>;
}

/** A cache that a suite compares. */
export interface CacheContender {
  readonly name: string;
  /** `raw` is the limit, `ours` is measured against it, a `peer` is an alternative, a `mark` is ours with other options. */
  readonly role: "raw" | "ours" | "peer" | "mark";
  open(folder: string): Awaitable<CacheStore>;
}

/** Caches of equal durability, and the values they store. */
export interface CacheSuite {
  readonly name: string;
  readonly contenders: readonly CacheContender[];
  readonly makeValue: (i: number) => unknown;
  /** Least share of the raw limit that a row must reach. */
  readonly targets: Readonly<Partial<Record<string, number>>>;
  /** Number of sequential sets, gets and increments. */
  readonly sequential: number;
}

/** Time to live of all values. */
export const TTL_SECONDS = 600;

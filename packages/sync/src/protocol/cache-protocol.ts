import type { CacheStats } from "@results-manager/core";
import type { WireContent } from "./wire-record.ts";
import type { Page, StoreProtocol } from "./worker-protocol.ts";

/** Requests to a cache. */
export interface CacheProtocol extends StoreProtocol {
  getEntries(keys: readonly string[]): readonly (WireContent | undefined)[];
  setEntry(key: string, content: WireContent, tags: readonly string[]): void;
  /** Writes entries: all or none if the medium supports it. */
  setEntries(entries: readonly (readonly [key: string, content: WireContent])[], tags: readonly string[]): void;
  /**
   * Returns the stored entry; `undefined` where `compute` was called and its entry was stored without tags. An entry like `refused`, which an
   * earlier request returned, counts as absent.
   */
  getOrCompute(key: string, tags: readonly string[], refused: WireContent | undefined): WireContent | undefined;
  /** Returns the next page of keys. `after` is the last key that was listed, so that a new worker can continue the listing. */
  nextKeys(listing: number, prefix: string | undefined, after: string | undefined): Page;
  exists(key: string): boolean;
  deleteMany(keys: readonly string[]): number;
  incr(key: string, delta: number): number;
  touch(key: string, ttlSeconds: number): boolean;
  invalidateTag(tag: string): void;
  clear(prefix: string | undefined): number;
  prune(): number;
  compact(): number;
  stats(): CacheStats;
}

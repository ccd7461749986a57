import type { Awaitable } from "@results-manager/core/storage";
import { mapAwaitable } from "../connection/map-awaitable.ts";

/**
 * Runs work on runs of a batch within which no key occurs twice, one after the other. A statement for many rows would refuse a repeated key,
 * or see only one of its rows.
 */
export function withDistinctKeys<I extends { readonly key: string }, R>(
  items: readonly I[],
  work: (items: readonly I[]) => Awaitable<readonly R[]>,
): Awaitable<readonly R[]> {
  if (items.length < 2) return work(items);
  const keys = new Set<string>();
  for (const { key } of items) keys.add(key);
  if (keys.size === items.length) return work(items);
  return inTurn(runsOf(items), work, []);
}

function runsOf<I extends { readonly key: string }>(items: readonly I[]): I[][] {
  const runs: I[][] = [];
  let keys = new Set<string>();
  for (const item of items) {
    if (runs.length === 0 || keys.has(item.key)) {
      runs.push([]);
      keys = new Set();
    }
    keys.add(item.key);
    runs.at(-1)?.push(item);
  }
  return runs;
}

function inTurn<I, R>(
  [first, ...rest]: readonly (readonly I[])[],
  work: (items: readonly I[]) => Awaitable<readonly R[]>,
  done: readonly R[],
): Awaitable<readonly R[]> {
  if (!first) return done;
  return mapAwaitable(work(first), (outcomes) => inTurn(rest, work, [...done, ...outcomes]));
}

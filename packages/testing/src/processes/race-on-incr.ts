import assert from "node:assert/strict";
import { type BackendRecipe, openCacheRecipe } from "./backend-recipe.ts";
import { CACHE_KEY } from "./perform-cache-task.ts";
import type { CounterRace, CounterRaceReport } from "./race-on-counter.ts";
import { runChildren } from "./run-children.ts";

const TTL_SECONDS = 100_000;

/**
 * Increments one key of a cache in several processes, and asserts that no two calls return the same number, that the total is exact, and
 * that the ttl is kept to the millisecond.
 *
 * @throws {AssertionError} when the guarantee is broken.
 */
export async function raceOnIncr(
  recipe: BackendRecipe,
  { processes, times, signal }: CounterRace,
): Promise<CounterRaceReport> {
  let now = Date.now();
  await using cache = await openCacheRecipe(recipe, { clock: { now: () => now } });
  await cache.setValue(CACHE_KEY, 0, { ttlSeconds: TTL_SECONDS });
  const reports = await runChildren(recipe, { name: "cache: incr", times }, { processes, signal });
  const total = processes * times;
  const told = reports.flatMap(({ values }) => values).sort((a, b) => a - b);
  const all = Array.from({ length: total }, (_, i) => i + 1);
  assert.deepEqual(told, all, "Every call returns another number.");
  now += TTL_SECONDS * 1000 - 1;
  assert.equal(await cache.getValue(CACHE_KEY), total, "No increment is lost, and the ttl is not shorter.");
  now += 1;
  assert.equal(await cache.getValue(CACHE_KEY), undefined, "The ttl is not longer.");
  return { total };
}

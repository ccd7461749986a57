import { compareCodePoints, matchesPrefix, type ScanRange } from "@results-manager/core/storage";
import fc from "fast-check";
import { expect } from "vitest";
import type { StorageSuite } from "../opened-storage.ts";
import { keysOf, writeOf } from "../records.ts";

const SEGMENT = fc.constantFrom("a", "b", "a-b", "aa", "a.b", "ä", "\u{fffd}", "\u{1f600}");
const ID = fc.array(SEGMENT, { minLength: 1, maxLength: 3 }).map((segments) => segments.join("/"));
const RANGE = fc.record(
  { prefix: ID, after: ID, limit: fc.integer({ min: 1, max: 12 }), expired: fc.boolean() },
  { requiredKeys: [] },
);

/** Random keys and ranges, compared with a filter over all keys. */
export function scanProperties(suite: StorageSuite): void {
  suite.onNewStores("scans of random ranges yield the keys that a filter over all keys yields", async (onNewStore) => {
    let runs = 0;
    await onNewStore(async ({ storage, clock, properties }) => {
      const records = fc.uniqueArray(fc.tuple(ID, fc.boolean()), { maxLength: 30, selector: ([id]) => id });
      await fc.assert(
        fc.asyncProperty(records, fc.array(RANGE, { maxLength: 5 }), async (stored, ranges) => {
          runs++;
          await storage.wipe("results");
          const expiresAt = clock.now() + 1000;
          await storage.write(
            "results",
            stored.map(([id, expires]) => writeOf(id, 1, "any", expires ? { expiresAt } : {})),
          );
          clock.advance(1);
          for (const range of ranges) {
            expect(await keysOf(storage, "results", range), JSON.stringify(range)).toEqual(expected(stored, range));
          }
        }),
        { numRuns: properties.runs, seed: properties.seed },
      );
    });
    expect(runs).toBeGreaterThan(0);
  });
}

function expected(stored: readonly (readonly [id: string, expires: boolean])[], range: ScanRange): string[] {
  const { prefix, after, limit, expired = false } = range;
  return stored
    .filter(([id, expires]) => expires === expired && matchesPrefix(id, prefix))
    .map(([id]) => id)
    .filter((id) => after === undefined || compareCodePoints(id, after) > 0)
    .sort(compareCodePoints)
    .slice(0, limit);
}

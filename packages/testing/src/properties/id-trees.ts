import { compareCodePoints, matchesPrefix } from "@results-manager/core/storage";
import fc from "fast-check";
import { expect } from "vitest";
import { idArbitrary } from "../arbitraries/ids.ts";
import { collect } from "../collect.ts";
import type { Suite } from "../suite.ts";

/** Properties of a store with random ids: it lists, reads and clears as a plain list of them would. */
export function idTreeProperties(suite: Suite): void {
  suite.case(
    "random id trees are kept, listed and cleared as a plain list would be",
    async ({ backend, models: { Anything }, properties }) => {
      const tree = fc.uniqueArray(idArbitrary(), { maxLength: 25 });
      const probe = fc.nat({ max: 100 });
      await fc.assert(
        fc.asyncProperty(tree, idArbitrary(), probe, fc.nat({ max: 6 }), async (ids, stranger, pick, limit) => {
          await backend.clear();
          await backend.setMany(
            ids.map((id) => [id, id]),
            { model: Anything },
          );
          const sorted = ids.toSorted(compareCodePoints);
          expect(await backend.listIds()).toEqual(sorted);
          expect(await backend.getMany(ids, Anything)).toEqual(ids);

          const picked = ids[pick % (ids.length || 1)] ?? stranger;
          const [folder] = picked.split("/", 1) as [string];
          for (const prefix of [picked, folder, stranger]) {
            expect(await backend.listIds(prefix)).toEqual(sorted.filter((id) => matchesPrefix(id, prefix)));
          }
          expect(await collect(backend.ids(folder, { after: picked, limit }))).toEqual(
            sorted.filter((id) => matchesPrefix(id, folder) && compareCodePoints(id, picked) > 0).slice(0, limit),
          );
          expect(await backend.exists(stranger)).toBe(ids.includes(stranger));

          const left = sorted.filter((id) => !matchesPrefix(id, folder));
          expect(await backend.clear(folder)).toBe(sorted.length - left.length);
          expect(await backend.listIds()).toEqual(left);
        }),
        { seed: properties.seed, numRuns: properties.runs },
      );
    },
  );
}

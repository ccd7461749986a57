import { compareCodePoints } from "@results-manager/core/storage";
import { expect } from "vitest";
import { HOSTILE_SEGMENTS } from "../arbitraries/ids.ts";
import type { Suite } from "../suite.ts";

const SIDE_BY_SIDE: readonly (readonly [name: string, ids: readonly string[]])[] = [
  ["a result that is also a prefix", ["a", "a/b", "a/b/c"]],
  ["a result and one that ends in .json", ["a", "a.json"]],
  ["a prefix that ends in .json", ["a", "a.json", "a.json/b", "a/b", "a/b.json"]],
  ["names that differ in case", ["A", "a", "A/b", "a/B", "a/b", "É", "é"]],
  ["names that differ in Unicode form", ["\u00e4", "a\u0308"]],
  ["percent signs and their decoded forms", ["%2e", "%252e", ".e", "a%2Fb", "a/b", "%"]],
  ["names that differ in trailing spaces and dots", ["a", "a.", "a ", "a..", " a"]],
  [
    "names of members of Object.prototype",
    ["__proto__", "constructor", "__proto__/constructor", "hasOwnProperty", "toString"],
  ],
  ["special characters of patterns", ["a_c", "abc", "a%c", "a*c", "a?c", "a[b]c", "a\\c"]],
];

/** Ids that a medium might confuse with each other or with its own files. */
export function idNeighbourCases(suite: Suite): void {
  for (const [name, ids] of SIDE_BY_SIDE) {
    suite.case(`${name}: ${ids.join("  ")}`, async ({ backend, models: { Anything } }) => {
      for (const id of ids) expect(await backend.set(id, `value of ${id}`, { model: Anything })).toBe(true);
      for (const id of ids) expect(await backend.get(id, Anything)).toBe(`value of ${id}`);
      expect(await backend.listIds()).toEqual(ids.toSorted(compareCodePoints));
      let left = ids;
      for (const id of ids) {
        expect(await backend.delete(id)).toBe(true);
        left = left.filter((other) => other !== id);
        expect(await backend.listIds()).toEqual(left.toSorted(compareCodePoints));
      }
    });
  }

  suite.case("every hostile name is kept, as a result and as a prefix", async ({ backend, models: { Anything } }) => {
    const ids = HOSTILE_SEGMENTS.flatMap((segment) => [segment, `${segment}/${segment.slice(0, 50)}x`]);
    await backend.setMany(
      ids.map((id) => [id, id]),
      { model: Anything },
    );
    expect(await backend.listIds()).toEqual(ids.toSorted(compareCodePoints));
    expect(await backend.getMany(ids, Anything)).toEqual(ids);
  });

  suite.case(
    "deleting an id keeps the ids below it, and clearing those keeps the id",
    async ({ backend, models: { Anything } }) => {
      await backend.setMany(
        [
          ["a", 1],
          ["a/b", 2],
          ["a/b/c", 3],
        ],
        { model: Anything },
      );
      await backend.delete("a/b");
      expect(await backend.listIds()).toEqual(["a", "a/b/c"]);
      await backend.set("a/b", 4, { model: Anything });
      await backend.delete("a/b/c");
      expect(await backend.listIds()).toEqual(["a", "a/b"]);
      expect(await backend.getMany(["a", "a/b", "a/b/c"], Anything)).toEqual([1, 4, undefined]);
    },
  );
}

import fc from "fast-check";
import { expect, test } from "vitest";
import { nearestName } from "../../src/options/nearest-name.ts";

/** Number of edits between two texts, by the definition of the optimal string alignment distance. */
function edits(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
  const replaced = edits(restA, restB) + (a.at(-1) === b.at(-1) ? 0 : 1);
  const least = Math.min(replaced, edits(restA, b) + 1, edits(a, restB) + 1);
  const isSwap = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return isSwap ? Math.min(least, edits(a.slice(0, -2), b.slice(0, -2)) + 1) : least;
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 5 });

test("a name of at most two edits is found, and the first of those with the fewest", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 2 }),
      fc.array(text, { maxLength: 3 }),
      (given, names) => {
        const near = names.map((name) => edits(given, name)).filter((count) => count <= 2);
        const first = names.find((name) => edits(given, name) === Math.min(...near));
        expect(nearestName(given, names)).toBe(near.length === 0 ? undefined : first);
      },
    ),
    { numRuns: 300 },
  );
});

test.each([
  ["abcdef", "abxdyf", true],
  ["abcdef", "abxdyz", false],
  ["abcdefg", "abxdyzg", true],
  ["abcdefg", "axxxyzg", false],
  ["abcd", "bacd", true],
  ["abcd", "badc", true],
  ["abcd", "bdca", false],
])("whether '%s' may mean '%s': %s", (given, name, isFound) => {
  expect(nearestName(given, [name])).toBe(isFound ? name : undefined);
});

test("a name that begins or ends alike is meant rather than one with few edits; one of two letters is no part", () => {
  expect(nearestName("ttl", ["tl", "ttlSeconds"])).toBe("ttlSeconds");
  expect(nearestName("seconds", ["second1", "ttlSeconds"])).toBe("ttlSeconds");
  expect(nearestName("namespaces", ["namespacex", "name"])).toBe("name");
  expect(nearestName("abc", ["abcdefgh"])).toBe("abcdefgh");
  expect(nearestName("ab", ["abcdefgh"])).toBeUndefined();
  expect(nearestName("ab", ["gghhijab"])).toBeUndefined();
});

test("upper case makes no difference", () => {
  expect(nearestName("TTLSECONDS", ["ttlSeconds"])).toBe("ttlSeconds");
});

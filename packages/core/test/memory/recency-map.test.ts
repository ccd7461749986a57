import { expect, test } from "vitest";
import { RecencyMap } from "../../src/memory/recency-map.ts";

const UNLIMITED = Number.POSITIVE_INFINITY;

/** A map whose values are their own sizes. */
function open(limits: { readonly maxEntries?: number; readonly maxSize?: number } = {}) {
  const told = { evictions: 0 };
  const map = new RecencyMap<number>({
    maxEntries: UNLIMITED,
    maxSize: UNLIMITED,
    ...limits,
    sizeOf: (_, value) => value,
    onEviction: () => told.evictions++,
  });
  return { map, told };
}
const fill = (map: RecencyMap<number>, keys: string): void => {
  for (const key of keys) map.set(key, 1);
};
const order = (map: RecencyMap<number>): string => [...map.keys()].join("");

test("keys are in the order of their last use, wherever they were", () => {
  const { map } = open();
  fill(map, "abcd");
  for (const [key, expected] of [
    ["a", "bcda"],
    ["c", "bdac"],
    ["c", "bdac"],
    ["none", "bdac"],
  ] as const) {
    map.get(key);
    expect(order(map)).toBe(expected);
  }
  expect([map.get("d"), map.get("none")]).toEqual([1, undefined]);
  map.set("b", 2);
  expect([order(map), map.peek("b")]).toEqual(["acdb", 2]);
  expect([map.peek("a"), map.peek("none"), order(map)]).toEqual([1, undefined, "acdb"]);
});

test("keys are removed from the beginning, the middle and the end, and can come back", () => {
  const { map, told } = open();
  fill(map, "abcd");
  for (const [key, expected] of [
    ["b", "acd"],
    ["a", "cd"],
    ["d", "c"],
    ["c", ""],
  ] as const) {
    expect([map.delete(key), order(map), map.size]).toEqual([true, expected, expected.length]);
  }
  expect([map.delete("c"), map.has("c")]).toEqual([false, false]);
  fill(map, "cb");
  expect([order(map), map.has("c"), told.evictions]).toEqual(["cb", true, 0]);
});

test("beyond a number of entries, the oldest are evicted", () => {
  const { map, told } = open({ maxEntries: 2 });
  fill(map, "ab");
  map.get("a");
  map.set("b", 1);
  expect([order(map), told.evictions]).toEqual(["ab", 0]);
  map.set("c", 1);
  expect([order(map), told.evictions]).toEqual(["bc", 1]);
});

test("beyond a size, the oldest are evicted; a value that is larger alone is not kept, and evicts no other", () => {
  const { map, told } = open({ maxSize: 5 });
  fill(map, "abcde");
  expect([map.size, told.evictions]).toEqual([5, 0]);
  map.set("a", 2);
  expect([order(map), told.evictions]).toEqual(["cdea", 1]);
  map.set("f", 6);
  expect([order(map), map.has("f"), told.evictions]).toEqual(["cdea", false, 2]);
  map.set("c", 6);
  expect([order(map), told.evictions]).toEqual(["dea", 3]);
  map.delete("a");
  map.set("g", 3);
  expect([order(map), told.evictions]).toEqual(["deg", 3]);
  map.set("h", 5);
  expect([order(map), told.evictions]).toEqual(["h", 6]);
});

import { expect, test } from "vitest";
import { AccessedKeys, type KeyedItem, someKey } from "../../src/scheduling/accessed-keys.ts";

const part = (key: string) => ({ key, prepare: () => expect.fail() });
const WITH_PARTS: KeyedItem = {
  key: "call",
  parts: { space: "values", levels: [[part("a"), part("b")], [part("c")]] },
};

test("an item accesses its own key, and those of its parts in their space", () => {
  const keys = (item: KeyedItem): string[] => {
    const found: string[] = [];
    expect(someKey("calls", item, (space, key) => found.push(`${space}/${key}`) < 0)).toBe(false);
    return found;
  };
  expect(keys("a")).toEqual(["calls/a"]);
  expect(keys({ key: "a" })).toEqual(["calls/a"]);
  expect(keys(WITH_PARTS)).toEqual(["calls/call", "values/a", "values/b", "values/c"]);
  expect(someKey("calls", WITH_PARTS, (_, key) => key === "call")).toBe(true);
  expect(someKey("calls", WITH_PARTS, (_, key) => key === "b")).toBe(true);
  expect(someKey("calls", "a", (_, key) => key === "a")).toBe(true);
});

test("an index knows the keys of all items, also of those that are added later", () => {
  const items: KeyedItem[] = ["a", WITH_PARTS];
  const keys = new AccessedKeys("calls", items);
  expect([keys.has("calls", "a"), keys.has("calls", "b"), keys.has("values", "b")]).toEqual([true, false, true]);
  expect([keys.has("values", "d"), keys.has("results", "a")]).toEqual([false, false]);
  items.push("d");
  expect([keys.has("calls", "d"), keys.has("calls", "call"), keys.has("calls", "a")]).toEqual([true, true, true]);
});

import { expect, test } from "vitest";
import { RecordMap } from "../../src/memory/record-map.ts";
import type { RecordContent } from "../../src/records/record.ts";

const record = (data = "x"): RecordContent => ({ data }) as unknown as RecordContent;
const mapOf = (...keys: string[]): RecordMap => {
  const map = new RecordMap();
  for (const key of keys) map.set(key, record());
  return map;
};
const listed = (map: RecordMap, range = {}): string[] => [...map.keys(range)];

test("keys are listed in code-point order, of any range", () => {
  const map = mapOf("b", "a/c", "a-b", "a", "\u{10000}", "\uffee");
  expect(listed(map)).toEqual(["a", "a-b", "a/c", "b", "\uffee", "\u{10000}"]);
  expect(listed(map, { prefix: "a" })).toEqual(["a", "a/c"]);
  expect(listed(map, { startsWith: "a" })).toEqual(["a", "a-b", "a/c"]);
  expect(listed(map, { prefix: "a", startsWith: "a/" })).toEqual(["a/c"]);
  expect(listed(map, { after: "a" })).toEqual(["a-b", "a/c", "b", "\uffee", "\u{10000}"]);
  expect(listed(map, { after: "a0" })).toEqual(["b", "\uffee", "\u{10000}"]);
  expect(listed(map, { startsWith: "a", after: "0" })).toEqual(["a", "a-b", "a/c"]);
  expect(listed(map, { startsWith: "b", after: "a" })).toEqual(["b"]);
  expect(listed(map, { prefix: "c" })).toEqual([]);
  expect(listed(map, { prefix: "zz" })).toEqual([]);
  expect(listed(new RecordMap())).toEqual([]);
});

test("a listing follows what was set and deleted before it began, and keeps to that", () => {
  const map = mapOf("a", "c");
  const keys = map.keys({});
  expect(keys.next().value).toBe("a");
  map.set("b", record());
  expect([...keys]).toEqual(["c"]);
  expect(listed(map)).toEqual(["a", "b", "c"]);
  map.delete("b");
  map.delete("none");
  expect(listed(map)).toEqual(["a", "c"]);
  expect(map.size).toBe(2);
  map.set("a", record("new"));
  expect(listed(map)).toEqual(["a", "c"]);
  expect(map.peek("a")).toEqual(record("new"));
});

test("the least recently used records are evicted, and each eviction is told", () => {
  const map = mapOf("a", "b", "c");
  let evictions = 0;
  map.limit({ maxEntries: 3 }, () => evictions++);
  expect(evictions).toBe(0);
  map.peek("a");
  expect(listed(map)).toEqual(["a", "b", "c"]);
  map.set("d", record());
  expect([listed(map), evictions]).toEqual([["b", "c", "d"], 1]);
  map.get("b");
  map.set("e", record());
  expect([listed(map), evictions]).toEqual([["b", "d", "e"], 2]);
  map.set("d", record("new"));
  map.delete("b");
  expect([map.allKeys().sort(), evictions]).toEqual([["d", "e"], 2]);
});

test("records beyond a limit that is set later are evicted in the order of their use", () => {
  const map = mapOf("a", "b", "c");
  map.limit({ maxEntries: 3 }, () => {});
  map.get("a");
  let evictions = 0;
  expect(listed(map)).toEqual(["a", "b", "c"]);
  map.limit({ maxEntries: 2 }, () => evictions++);
  expect([listed(map), evictions]).toEqual([["a", "c"], 1]);
});

test("a limit of bytes counts keys and data, and a record beyond it is not kept", () => {
  const map = new RecordMap();
  let evictions = 0;
  map.limit({ maxBytes: 8 }, () => evictions++);
  map.set("a", record()); // 1 byte of key, and 3 of JSON.
  map.set("b", record());
  expect([map.size, evictions]).toEqual([2, 0]);
  map.set("c", record());
  expect([listed(map), evictions]).toEqual([["b", "c"], 1]);
  map.set("d", record("123456"));
  expect([listed(map), evictions]).toEqual([["b", "c"], 2]);
  map.set("e", record("12345"));
  expect([listed(map), evictions]).toEqual([["e"], 4]);
});

test("limits of entries and of bytes hold together", () => {
  const map = new RecordMap();
  map.limit({ maxEntries: 2, maxBytes: 12 }, () => {});
  for (const key of ["a", "b", "c"]) map.set(key, record());
  expect(listed(map)).toEqual(["b", "c"]);
  map.set("d", record("123456789"));
  expect(listed(map)).toEqual(["d"]);
});

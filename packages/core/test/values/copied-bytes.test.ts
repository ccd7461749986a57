import { expect, test } from "vitest";
import { copiedBytes, type SizedPart } from "../../src/values/copied-bytes.ts";

const part = (data: unknown, references: readonly string[] = [], types?: unknown): SizedPart =>
  ({ record: { data, types }, references }) as SizedPart;
/** Bytes of a part that a root contains twice, and of which one copy is therefore made. */
const bytesOf = (data: unknown, types?: unknown): number => {
  const parts = new Map([
    ["part", part(data, [], types)],
    ["root", part([], ["part", "part"])],
  ]);
  return copiedBytes("root", parts, ["part", "root"]);
};

test.for<[data: unknown, bytes: number, types?: unknown]>([
  [1, 8],
  [null, 8],
  ["long text", 8],
  [[], 48],
  [[1, "a"], 48 + 16],
  [{ a: 1, b: [2] }, 48 + 8 + 48 + 8],
  [new Uint8Array(5), 48 + 5],
  ["AQID", 8 + 4, "Uint8Array"],
  [["AQID", 1], 48 + 12 + 8, { "0": "Uint8Array" }],
  [["5"], 48 + 8, { "0": "bigint" }],
  [["5", "key"], 48 + 16, { "0": "Date", "1": "reference" }],
])("a copy of %o takes %i bytes", ([data, bytes, types]) => {
  expect(bytesOf(data, types)).toBe(bytes);
});

test("parts that are contained once are not copied, and those of shared parts as often as these", () => {
  const parts = new Map([
    ["a", part([])],
    ["b", part([], ["a", "a"])],
    ["c", part([], ["b", "b"])],
    ["d", part([], ["c"])],
  ]);
  expect(copiedBytes("a", parts, ["a"])).toBe(0);
  expect(copiedBytes("b", parts, ["a", "b"])).toBe(48);
  expect(copiedBytes("c", parts, ["a", "b", "c"])).toBe(7 * 48 - 3 * 48);
  expect(copiedBytes("d", parts, ["a", "b", "c", "d"])).toBe(7 * 48 - 3 * 48);
});

test("a part that refers to itself, which is damage, is not copied", () => {
  expect(copiedBytes("a", new Map([["a", part([], ["a", "a"])]]), ["a"])).toBe(0);
  expect(copiedBytes("none", new Map(), [])).toBe(0);
});

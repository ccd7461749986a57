import { expect, test } from "vitest";
import { ReadSize } from "../../src/records/read-size.ts";
import type { FoundRecord } from "../../src/records/record.ts";
import { bytesOf } from "../../src/records/usage.ts";

const record = (length: number): FoundRecord => ({ data: "x".repeat(length), revision: "r" }) as unknown as FoundRecord;

test("small records are read in larger numbers, up to 64", () => {
  const size = new ReadSize();
  const counts = [size.next];
  for (let i = 0; i < 4; i++) {
    size.note(["a"], [record(10)]);
    counts.push(size.next);
  }
  expect(counts).toEqual([16, 32, 64, 64, 64]);
});

test("large records are read about a megabyte at a time, but at least one", () => {
  const size = new ReadSize();
  size.note(["a"], [record(2 ** 18)]);
  expect(size.next).toBe(3);
  size.note(["a"], [record(2 ** 22)]);
  expect(size.next).toBe(1);
});

test("absent and corrupt records change nothing", () => {
  const size = new ReadSize();
  expect(size.note(["a", "b"], [undefined, { corrupt: "torn", revision: "r" }])).toBe(0);
  expect(size.next).toBe(16);
  expect(size.note(["a", "b"], [record(1), undefined])).toBe(4);
});

test("the size of a record is its key and its data, as JSON or raw", () => {
  expect(bytesOf("é", { data: [1, "é"] })).toBe(2 + 8);
  expect(bytesOf("k", { data: new Uint8Array(10) })).toBe(11);
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(bytesOf("k", { data: deep as never })).toBe(1 + 2 ** 29);
});

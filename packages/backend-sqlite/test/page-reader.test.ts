import { expect, test } from "vitest";
import { type CandidateRow, PageReader, type PageSize } from "../src/lookup/page-reader.ts";

const parts = (sizes: Map<string, PageSize>) => ({
  modelName: "M",
  mayHoldInvalidIds: false,
  isScattered: false,
  sizes,
  findBytes: () => expect.fail("no text is malformed"),
});

/** Rows of a page, of which some are no candidates. */
const rowsOf = (count: number, pauses: number): CandidateRow[] =>
  Array.from({ length: count }, (_, i) => [`${i}`, 0, null, i < pauses ? null : "1", "", 0, 1, null, null]);

test("a page has as many rows as the wanted results and the pauses between them take", () => {
  const sizes = new Map([["M", { rows: 64, spread: 1 }]]);
  const first = new PageReader(parts(sizes), 50);
  expect(first.begin()).toBe(52);
  expect(first.pageOf(rowsOf(52, 12)).ids).toHaveLength(40);
  expect(first.begin()).toBe(15); // Ten results, in 13 rows of which three are pauses, and two more.
  first.pageOf(rowsOf(15, 3));
  expect(first.begin()).toBe(4); // Core has refused some results.
  expect(sizes.get("M")?.spread).toBe(1.3);
  expect(new PageReader(parts(sizes), 40).begin()).toBe(54);
});

test("where few rows are results, a page does not depend on how many are wanted", () => {
  const sizes = new Map([["M", { rows: 64, spread: 1 }]]);
  const reader = new PageReader(parts(sizes), 1);
  expect(reader.begin()).toBe(4);
  reader.pageOf(rowsOf(4, 3));
  expect(reader.begin()).toBe(4);
  reader.pageOf(rowsOf(4, 4));
  expect(reader.begin()).toBe(4);
  expect(sizes.get("M")).toEqual({ rows: 64, spread: 1 });
});

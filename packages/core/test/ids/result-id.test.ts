import { HOSTILE_SEGMENTS, idArbitrary, unicodeStringArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  InvalidIdError,
  isResultsError,
  MAX_ID_BYTES,
  MAX_SEGMENT_BYTES,
  parseId,
  type ResultId,
} from "../../src/index.ts";

test.each<[ResultId, string]>([
  ["a", "a"],
  ["a/b", "a/b"],
  ["/a//b/", "a/b"],
  [["a", "b"], "a/b"],
  [["a/b"], ""],
  [["a", "", "b"], ""],
  [["a", "/b"], ""],
  [["a"], "a"],
  ["...", "..."],
  [" ", " "],
  ["a.b/.c", "a.b/.c"],
  ["-", "-"],
  [".", ""],
  ["a/../b", ""],
  ["..", ""],
  ["", ""],
  ["//", ""],
  [[], ""],
  [["", "/"], ""],
  ["a\u0000", ""],
  ["a\tb", ""],
  ["\u0080", ""],
  ["\ud800", ""],
])("parseId(%j) gives %j", (id, canonical) => {
  if (canonical !== "") expect(parseId(id)).toBe(canonical);
  else expect(() => parseId(id)).toThrow(InvalidIdError);
});

test("a canonical id is its own canonical form, as text and as segments", () => {
  fc.assert(
    fc.property(idArbitrary(), (id) => {
      expect(parseId(id)).toBe(id);
      expect(parseId(id.split("/"))).toBe(id);
      expect(parseId(`//${id.replaceAll("/", "///")}/`)).toBe(id);
    }),
  );
});

test("any text is either refused or canonical after one step", () => {
  const text = fc.oneof(
    unicodeStringArbitrary(),
    fc.string({ unit: fc.constantFrom("a", ".", "/", "\ud83d", "\ude00", "\n", "~") }),
  );
  fc.assert(
    fc.property(fc.oneof(text, fc.array(text)), (id) => {
      let canonical: string;
      try {
        canonical = parseId(id);
      } catch (error) {
        expect(isResultsError(error, "INVALID_ID")).toBe(true);
        return;
      }
      expect(parseId(canonical)).toBe(canonical);
      const segments = canonical.split("/");
      expect(segments).toEqual(typeof id === "string" ? id.split("/").filter((part) => part !== "") : id);
      for (const segment of segments) expect(["", ".", ".."]).not.toContain(segment);
      expect(canonical.isWellFormed()).toBe(true);
    }),
  );
});

test("every hostile segment is kept as it is", () => {
  for (const segment of HOSTILE_SEGMENTS) expect(parseId([segment, segment])).toBe(`${segment}/${segment}`);
});

test("lengths are counted in bytes of UTF-8", () => {
  const euros = (count: number): string => "€".repeat(count);
  expect(parseId(euros(66))).toBe(euros(66));
  expect(() => parseId(euros(67))).toThrow(`201 bytes, ${MAX_SEGMENT_BYTES} are allowed`);
  const segment = "s".repeat(199);
  expect(parseId(Array(5).fill(segment))).toHaveLength(999);
  expect(() => parseId([...Array(5).fill(segment), "x"])).toThrow(`1001 bytes, ${MAX_ID_BYTES} are allowed`);
  // Slashes that are dropped do not count.
  expect(parseId(`${"/".repeat(2000)}a`)).toBe("a");
});

test("the message quotes the id, and shortens a long one", () => {
  expect(() => parseId("a\nb")).toThrow('"a\\nb" is not an id: it contains a control character;');
  expect(() => parseId("y".repeat(5000))).toThrow(/^"y{80}…" is not an id/);
});

test("an item that is no whole segment is named, with what makes it one", () => {
  expect(() => parseId(["runs", "llama/3:8b"])).toThrow(
    `["runs","llama/3:8b"] is not an id: item 1 contains '/', but each array item is one segment; ` +
      "segment(text) encodes any text as one segment.",
  );
  expect(() => parseId(["", "a"])).toThrow("item 0 is empty");
});

test.each([[undefined], [null], [1], [{}], [[1]], [["a", null]], [() => "a"]])("%j is no id: TypeError", (id) => {
  expect(() => parseId(id as unknown as ResultId)).toThrow(TypeError);
});

test("an id of 1000 bytes is the longest", () => {
  const segments = [...Array(4).fill("x".repeat(200)), "x".repeat(196)];
  expect(parseId(segments)).toHaveLength(MAX_ID_BYTES);
  expect(() => parseId([...segments.slice(0, 4), "x".repeat(197)])).toThrow("1001 bytes");
});

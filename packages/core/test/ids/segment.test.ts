import { HOSTILE_SEGMENTS, segmentArbitrary, unicodeStringArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidIdError, isResultsError, MAX_SEGMENT_BYTES, parseId, segment, splitId } from "../../src/index.ts";

/** Any text: also such as is made of escapes, whole and cut off, and what needs one. */
const text = fc.oneof(
  unicodeStringArbitrary({ maxLength: 20 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 10 }).map((units) => String.fromCharCode(...units)),
  fc.string({
    unit: fc.constantFrom(..."%/.25EFCD7A089aб", "\ud83d", "\ude00", "\u0000", "\u0085", "%ED%A0%80", "%C2%85", "%2F"),
    maxLength: 12,
  }),
);

test.each([
  ["llama/3:8b", "llama%2F3:8b"],
  ["llama%2F3:8b", "llama%252F3:8b"],
  ["llama%2f3", "llama%2f3"],
  ["50 %", "50 %"],
  ["%41", "%41"],
  ["", "%"],
  ["%", "%25"],
  ["%25", "%2525"],
  [".", "%2E"],
  ["..", "%2E."],
  ["...", "..."],
  ["a.b", "a.b"],
  ["/", "%2F"],
  ["a\u0000\n\u007f", "a%00%0A%7F"],
  ["\u0085", "%C2%85"],
  ["%C2%85", "%25C2%85"],
  ["\ud800", "%ED%A0%80"],
  ["\udc00\ud800", "%ED%B0%80%ED%A0%80"],
  ["😀 é 日本", "😀 é 日本"],
  ["__proto__", "__proto__"],
])("segment(%j) is %j, and back", (given, expected) => {
  expect(segment(given)).toBe(expected);
  expect(splitId([expected])).toEqual([given]);
});

test("texts come back from the id they make", () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), (texts) => {
      const id = parseId(texts.map(segment));
      expect(splitId(id)).toEqual(texts);
      expect(id.split("/")).toHaveLength(texts.length);
    }),
    { numRuns: 2000 },
  );
});

test("text of the platform's own escapes decodes the same", () => {
  fc.assert(
    fc.property(unicodeStringArbitrary({ minLength: 1, maxLength: 20 }), (given) => {
      fc.pre(!given.includes("%") && given.isWellFormed());
      expect(decodeURIComponent(segment(given))).toBe(given);
    }),
  );
});

test("a segment that holds no escape is its own text", () => {
  for (const each of HOSTILE_SEGMENTS.filter((it) => it !== "%" && it !== "%25")) {
    expect(segment(each)).toBe(each);
    expect(splitId([each, each])).toEqual([each, each]);
  }
  fc.assert(
    fc.property(segmentArbitrary(), (each) => {
      const [only] = splitId([each]);
      // Two segments may stand for one text only where somebody wrote an escape that was not needed.
      if (!each.includes("%")) expect(segment(only ?? "")).toBe(each);
    }),
  );
});

test("text that becomes too long is refused, and told what is not", () => {
  const limit = "x".repeat(MAX_SEGMENT_BYTES);
  expect(segment(limit)).toBe(limit);
  expect(() => segment(`${limit}x`)).toThrow(InvalidIdError);
  expect(() => segment("/".repeat(67))).toThrow("as a segment it takes 201 bytes, 200 are allowed; use digest(text)");
  expect(segment("/".repeat(66))).toHaveLength(198);
});

test("splitId takes an id in every form, and refuses what is none", () => {
  expect(splitId("/a//b%2Fc/")).toEqual(["a", "b/c"]);
  expect(splitId(["a", "b%2Fc"])).toEqual(["a", "b/c"]);
  for (const id of ["", "a/..", ["a/b"], []]) {
    expect(() => splitId(id)).toThrow(expect.toSatisfy((error) => isResultsError(error, "INVALID_ID")));
  }
  expect(() => segment(7 as unknown as string)).toThrow(TypeError);
  expect(() => splitId(null as unknown as string)).toThrow(TypeError);
});

test.for([
  ["\u007f", "%7F"],
  ["\u0080", "%C2%80"],
  ["\u009f", "%C2%9F"],
  ["\ud800", "%ED%A0%80"],
  ["\udfff", "%ED%BF%BF"],
] as const)("%j is escaped as its bytes in UTF-8: %s", ([text, escaped]) => {
  expect(segment(text)).toBe(escaped);
  expect(splitId(escaped)).toEqual([text]);
});

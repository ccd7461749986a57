import { unicodeStringArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCodePoints, sortByCodePoint } from "../../src/storage.ts";

const character = fc.oneof(
  fc.constantFrom(
    "a",
    "b",
    "/",
    "\u007f",
    "\u0080",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\u{10000}",
    "\u{1f600}",
    "\u{10ffff}",
  ),
  unicodeStringArbitrary({ minLength: 1, maxLength: 1 }),
);
const text = fc.array(character, { maxLength: 5 }).map((characters) => characters.join(""));

function compareBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

test("orders as the bytes of UTF-8 do", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(compareBytes(a, b));
    }),
    { numRuns: 1000 },
  );
});

test("sortByCodePoint sorts in place as the bytes of UTF-8 do", () => {
  fc.assert(
    fc.property(fc.array(text), (texts) => {
      const sorted = texts.toSorted(compareBytes);
      expect(sortByCodePoint(texts)).toBe(texts);
      expect(texts).toEqual(sorted);
    }),
  );
});

test("JavaScript's own order is another one", () => {
  expect(["\u{1f600}", "\uffee"].sort()).toEqual(["\u{1f600}", "\uffee"]);
  expect(sortByCodePoint(["\u{1f600}", "\uffee"])).toEqual(["\uffee", "\u{1f600}"]);
});

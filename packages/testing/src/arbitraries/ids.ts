import { MAX_SEGMENT_BYTES } from "@results-manager/core";
import fc from "fast-check";
import { unicodeStringArbitrary } from "./unicode-strings.ts";

/** Names with a special meaning to file systems, SQL patterns, regular expressions or prototypes; each is a legal segment. */
export const HOSTILE_SEGMENTS: readonly string[] = [
  "...",
  " ",
  " a",
  "a ",
  "a.",
  "%",
  "%2e%2e",
  "%25",
  "_",
  "*",
  "?",
  "[a]",
  "a\\b",
  "..\\..",
  "C:",
  "~",
  "$HOME",
  "`id`",
  "a'b",
  'a"b',
  "a;b",
  "<a|b>",
  "-rf",
  "con",
  "CON",
  "nul.json",
  "aux",
  "com1",
  "a.json",
  "a.JSON",
  ".json",
  ".hidden",
  "A",
  "a",
  "ä",
  "a\u0308",
  "É",
  "ß",
  "İ",
  "👩‍🔬",
  "\u{10000}",
  "\uffff",
  "\ue000",
  "\u200b",
  "\u202e",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  "0",
  "-1",
  "x".repeat(MAX_SEGMENT_BYTES),
];

/** Arbitrary legal segment: ordinary, hostile, or of random characters. */
export function segmentArbitrary(): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom("a", "b", "c", "a.json", "ab", "A") },
    { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_SEGMENTS) },
    { weight: 2, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }).filter(isSegment) },
    { weight: 1, arbitrary: unicodeStringArbitrary({ minLength: 1, maxLength: 4 }).filter(isSegment) },
  );
}

/** Arbitrary legal id in its canonical form, of one to four segments. */
export function idArbitrary(): fc.Arbitrary<string> {
  return fc.array(segmentArbitrary(), { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));
}

function isSegment(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ids must not contain control characters.
  return text !== "." && text !== ".." && text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f/]/.test(text);
}

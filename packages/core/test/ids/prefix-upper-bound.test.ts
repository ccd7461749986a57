import { expect, test } from "vitest";
import { prefixUpperBound } from "../../src/ids/prefix-upper-bound.ts";

test.for([
  ["", undefined],
  ["a", "b"],
  ["ab", "ac"],
  ["a\u{10ffff}", "b"],
  ["a\u{10ffff}\u{10ffff}", "b"],
  ["\u{10ffff}", undefined],
  ["\ud7ff", "\ue000"],
  ["\uffff", "\u{10000}"],
  ["a\u{1f600}", "a\u{1f601}"],
] as const)("what begins with %j is before %j", ([prefix, bound]) => {
  expect(prefixUpperBound(prefix)).toBe(bound);
});

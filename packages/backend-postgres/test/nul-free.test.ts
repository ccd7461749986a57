import { compareCodePoints } from "@results-manager/core/storage";
import { array, assert, constantFrom, property } from "fast-check";
import { expect, test } from "vitest";
import { decodeText, encodeText } from "../src/records/nul-free.ts";

const texts = array(constantFrom("\0", "\u0001", "\u0002", "\u0003", "a", "😀")).map((characters) =>
  characters.join(""),
);

test("an encoded text has no U+0000, keeps its order and its beginnings, and is decoded to itself", () => {
  assert(
    property(texts, texts, (one, other) => {
      const [a, b] = [encodeText(one), encodeText(other)];
      expect(a).not.toContain("\0");
      expect(decodeText(a)).toBe(one);
      expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(compareCodePoints(one, other)));
      expect(encodeText(one + other).startsWith(a)).toBe(true);
    }),
  );
});

import { expect, test } from "vitest";
import { isDigest, parseDigest, parseShortDigest } from "../../src/ids/digest-text.ts";

const DIGEST = "0123456789abcdef".repeat(4);
const invalid = expect.objectContaining({ code: "INVALID_DIGEST" });

test("a digest is 64 hexadecimal characters, in lower case", () => {
  expect([isDigest(DIGEST), isDigest(DIGEST.toUpperCase()), isDigest(DIGEST.slice(1)), isDigest(`${DIGEST}0`)]).toEqual(
    [true, false, false, false],
  );
  expect(parseDigest(DIGEST.toUpperCase())).toBe(DIGEST);
  for (const text of ["", DIGEST.slice(1), `${DIGEST}0`, `${DIGEST.slice(1)}g`])
    expect(() => parseDigest(text)).toThrow(invalid);
});

test("four characters are the shortest digest", () => {
  expect(parseShortDigest("ABCD")).toBe("abcd");
  expect(() => parseShortDigest("abc")).toThrow(invalid);
  expect(() => parseShortDigest("abcx")).toThrow(invalid);
  expect(() => parseShortDigest(null as never)).toThrow("got null");
});

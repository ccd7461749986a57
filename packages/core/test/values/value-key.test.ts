import { expect, test } from "vitest";
import { parseSaveKey, parseValueKey } from "../../src/values/value-key.ts";

const DIGEST = "ab".repeat(32);
const invalid = expect.objectContaining({ code: "INVALID_DIGEST" });

test("hexadecimal text is a digest or the beginning of one, other text is an alias", () => {
  expect(parseValueKey(DIGEST.toUpperCase())).toEqual({ digest: DIGEST });
  expect(parseValueKey("abcd")).toEqual({ digest: "abcd" });
  expect(parseValueKey("weights/v1")).toEqual({ alias: "weights/v1" });
});

test.for(["", "abc", `${DIGEST}a`, "/x", "x//y", "x/../y"])("%j is neither", (key) => {
  expect(() => parseValueKey(key)).toThrow(invalid);
});

test("a value is saved under an alias, a whole digest, or neither", () => {
  expect(parseSaveKey(undefined)).toEqual({});
  expect(parseSaveKey(DIGEST)).toEqual({ digest: DIGEST });
  expect(parseSaveKey("best")).toEqual({ alias: "best" });
  expect(() => parseSaveKey("abcd")).toThrow(invalid);
  expect(() => parseSaveKey(1 as never)).toThrow(TypeError);
});

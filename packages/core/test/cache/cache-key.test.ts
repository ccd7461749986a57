import { expect, test } from "vitest";
import { checkKey, checkPrefix, checkTags, MAX_KEY_BYTES } from "../../src/cache/cache-key.ts";

test("a key is used as it is, up to 1,000 bytes of UTF-8", () => {
  for (const key of ["a", " ", "a/b", "é".repeat(500), "x".repeat(MAX_KEY_BYTES), "😀".repeat(250)])
    expect(checkKey(key)).toBe(key);
  for (const key of ["", "x".repeat(MAX_KEY_BYTES + 1), "é".repeat(501), `${"€".repeat(333)}ab`, "a\ud800"])
    expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: "INVALID_KEY" }));
});

test("what is no string is a TypeError that says so", () => {
  expect(() => checkKey(1 as never)).toThrow("A key must be a string, got 1.");
  expect(() => checkKey(null as never)).toThrow("got null");
  expect(() => checkTags("t" as never)).toThrow('tags must be an array of strings, got "t".');
});

test("an empty prefix is none, and tags are each there once", () => {
  expect([checkPrefix(undefined), checkPrefix(""), checkPrefix("a")]).toEqual([undefined, undefined, "a"]);
  expect(checkTags(undefined)).toEqual([]);
  expect(checkTags(["a", "b", "a"])).toEqual(["a", "b"]);
  expect(() => checkTags(["a", ""])).toThrow(expect.objectContaining({ code: "INVALID_KEY" }));
});

import { expect, test } from "vitest";
import { parsePath } from "../../src/fields/parse-path.ts";

test.for<[string, readonly string[]]>([
  ["", [""]],
  ["a", ["a"]],
  ["a.b.0", ["a", "b", "0"]],
  [".", ["", ""]],
  ["a\\.b.c", ["a.b", "c"]],
  ["a\\\\.b", ["a\\", "b"]],
  ["\\a\\b.", ["ab", ""]],
])("the keys of '%s' are %j", ([path, keys]) => {
  expect(parsePath(path)).toEqual(keys);
});

test("a path is text that does not end in a backslash", () => {
  expect(() => parsePath("a\\")).toThrow('The path "a\\\\" ends in a backslash');
  expect(() => parsePath(["a"] as never)).toThrow("A path must be a text, got an array.");
});

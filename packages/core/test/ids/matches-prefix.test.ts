import { expect, test } from "vitest";
import { matchesPrefix } from "../../src/storage.ts";

test.each<[string, string | undefined, boolean]>([
  ["users", undefined, true],
  ["users", "users", true],
  ["users/jo", "users", true],
  ["users/jo/mail", "users", true],
  ["usersx", "users", false],
  ["users.json", "users", false],
  ["user", "users", false],
  ["Users/jo", "users", false],
  ["a/users", "users", false],
])("matchesPrefix(%j, %j) is %j", (id, prefix, expected) => {
  expect(matchesPrefix(id, prefix)).toBe(expected);
});

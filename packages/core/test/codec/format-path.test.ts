import { expect, test } from "vitest";
import { formatPath } from "../../src/codec/format-path.ts";

test.each<[PropertyKey[], string]>([
  [[], "$"],
  [["runs", 3, "loss"], "$.runs[3].loss"],
  [["a b", "ünï", "7"], '$["a b"]["ünï"]["7"]'],
  [['quo"te'], '$["quo\\"te"]'],
  [[Symbol("s")], "$[Symbol(s)]"],
])("%j is shown as %s", (path, shown) => {
  expect(formatPath(path)).toBe(shown);
});

import { expect, test } from "vitest";
import { formatPath } from "../../src/errors/format-path.ts";

test.each<[PropertyKey[], string]>([
  [[], "$"],
  [["runs", 3, "loss"], "$.runs[3].loss"],
  [["a b", "ünï", "7"], '$["a b"]["ünï"]["7"]'],
  [['quo"te'], '$["quo\\"te"]'],
  [[Symbol("s")], "$[Symbol(s)]"],
  [["k".repeat(80)], `$.${"k".repeat(80)}`],
  [["k".repeat(81)], `$["${"k".repeat(80)}…"]`],
  [Array(20).fill("a"), `$${".a".repeat(20)}`],
  [Array(21).fill("a"), `$${".a".repeat(10)}…${".a".repeat(10)}`],
  [["k".repeat(16_000)], `$["${"k".repeat(80)}…"]`],
  [
    Array.from({ length: 1_000 }, (_, i) => i),
    `$[0][1][2][3][4][5][6][7][8][9]…[990][991][992][993][994][995][996][997][998][999]`,
  ],
])("%j is shown as %s", (path, shown) => {
  expect(formatPath(path)).toBe(shown);
});

import { collect } from "@results-manager/testing";
import { expect, test } from "vitest";
import { tableLines } from "../src/output/table.ts";

const columns = [{ key: "名前" }, { key: "n", isNumber: true }];
const linesOf = (names: readonly string[], width = 80) =>
  collect(
    tableLines(
      columns,
      names.map((name, i) => ({ 名前: name, n: 10 ** i })),
      { width, isColored: false },
    ),
  );

test("characters that take two columns or none are aligned", async () => {
  // An emoji of several characters, a flag, and a letter with a mark of its own.
  expect(await linesOf(["abc", "日本", "👩‍🔬", "🇩🇪x", "e\u0301"])).toEqual([
    "名前      n",
    "abc       1",
    "日本     10",
    "👩‍🔬      100",
    "🇩🇪x    1000",
    "e\u0301     10000",
  ]);
});

test("no character is cut in two", async () => {
  expect(await linesOf(["日本語日本語", "👩‍🔬".repeat(6), "a".repeat(20), "日本語a"], 17)).toEqual([
    "名前            n",
    "日本語日本…     1",
    `${"👩‍🔬".repeat(5)}…    10`,
    "aaaaaaaaaa…   100",
    "日本語a      1000",
  ]);
});

test("control characters in names of columns are escaped before they are measured", async () => {
  const rows = [{ "a\nb": "x", c: "y" }];
  const lines = await collect(tableLines([{ key: "a\nb" }, { key: "c" }], rows, { width: 80, isColored: false }));
  expect(lines).toEqual(["a\\nb  c", "x     y"]);
});

import { expect, test } from "vitest";
import { checkRooms } from "../rooms/check-rooms.ts";
import { findCircles } from "../rooms/find-circles.ts";
import { formatRooms } from "../rooms/format-rooms.ts";
import { parseSourceFile } from "../rooms/source-files.ts";

const low = parseSourceFile("low/a.ts", 'import type { B } from "../high/b.ts";\nimport { x } from "node:fs";\n');
const high = parseSourceFile("high/b.ts", 'export * from "../low/c.ts";\n');

test("an import that runs up is named", () => {
  expect(checkRooms([low, high], ["low", "high"])).toEqual(["low/a.ts imports high/b.ts, which runs up"]);
  expect(checkRooms([high], ["low", "high"])).toEqual([]);
});

test("a room without a place in the order is named", () => {
  expect(checkRooms([high], ["low"])).toContain("high/b.ts: the room 'high' has no place in the order");
});

test("a file of more than 200 lines is named", () => {
  const long = (lines: number) => checkRooms([parseSourceFile("low/a.ts", "\n".repeat(lines))], ["low"]);
  expect(long(200)).toEqual([]);
  expect(long(201)).toEqual(["low/a.ts has 201 lines, 200 are allowed: one concept a file"]);
});

test("a circle of files needs a reason", () => {
  const a = parseSourceFile("r/a.ts", 'import { b } from "./b.ts";\n');
  const b = parseSourceFile("r/b.ts", 'import {\n  c,\n} from "./c.ts";\n');
  const c = parseSourceFile("r/c.ts", 'import { a } from "./a.ts";\n');
  expect(findCircles([a, b, c])).toEqual([["r/a.ts", "r/b.ts", "r/c.ts"]]);
  expect(checkRooms([a, b, c], ["r"])).toHaveLength(1);
  const explained = parseSourceFile(
    "r/c.ts",
    '// Circular import: each names the other.\nimport { a } from "./a.ts";\n',
  );
  expect(checkRooms([a, b, explained], ["r"])).toEqual([]);
});

test("the table shows files, lines, shares and imports", () => {
  const table = formatRooms("demo", [low, high], ["low", "high"]);
  expect(table).toContain("### demo: 2 files, 3 lines");
  expect(table).toContain("| low | 1 | 2 | 66.7 % | high |");
});

import { parseId } from "@results-manager/core";
import { unicodeStringArbitrary } from "@results-manager/testing";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folderPath, type NameStyle, nameStyle, recordPath, segmentOf } from "../src/naming/file-names.ts";

const HOSTILE = [
  "%",
  "\\",
  ".",
  ".json",
  ".record",
  "%2e",
  ":",
  "*",
  "?",
  " ",
  "A",
  "é",
  "é",
  "😀",
  "con",
  "NUL",
  "~",
  "\u00a0",
  "a",
];
const segment = fc
  .oneof(
    unicodeStringArbitrary({ minLength: 1, maxLength: 60 }),
    fc.array(fc.constantFrom(...HOSTILE), { minLength: 1, maxLength: 60 }).map((parts) => parts.join("")),
    fc.constantFrom("%", "\\", "😀").chain((unit) => fc.integer({ min: 1, max: 200 }).map((n) => unit.repeat(n))),
  )
  .filter((text) => !text.includes("/") && isId(text));

function isId(text: string): boolean {
  try {
    parseId(text);
    return true;
  } catch {
    return false;
  }
}

/** What a listing does with a path: names of folders, and of the record, back to the segment. */
function back(path: string, kind: "folder" | "record", style: NameStyle): string | undefined {
  const names = path.split("/");
  if (kind === "record") names.push((names.pop() as string).slice(0, -style.ending.length));
  return segmentOf(names, kind, style);
}

const plain = nameStyle("plain", ".json");
const folded = nameStyle("folded", ".json");

describe.each([plain, folded, nameStyle("plain", ".record"), nameStyle("folded", ".record")])(
  "$spelling names that end in $ending",
  (style) => {
    test("lead back to their segments, and no two segments share one", () => {
      const seen = new Map<string, string>();
      fc.assert(
        fc.property(segment, (text) => {
          const record = recordPath(text, style);
          const folder = folderPath(text, style);
          expect(back(record, "record", style)).toBe(text);
          expect(back(folder, "folder", style)).toBe(text);
          for (const path of [record, folder]) {
            const spelled = style.spelling === "folded" ? path.toLowerCase().normalize("NFC") : path;
            expect(seen.get(spelled) ?? text).toBe(text);
            seen.set(spelled, text);
          }
        }),
        { numRuns: 2000 },
      );
    });

    test("fit every file system, and are never hidden or leave their folder", () => {
      fc.assert(
        fc.property(segment, (text) => {
          for (const name of [...recordPath(text, style).split("/"), ...folderPath(text, style).split("/")]) {
            expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
            expect(name.startsWith(".")).toBe(false);
            expect(name).not.toMatch(/[\\\0]/);
            if (style.spelling === "folded") expect(name).toMatch(/^[ !#-)+-.0-9;=@[\]^-{}~%A-F]+$/);
          }
        }),
        { numRuns: 2000 },
      );
    });
  },
);

test("ordinary ids are their own paths", () => {
  expect(recordPath("runs/7/loss", plain)).toBe("runs/7/loss.json");
  expect(recordPath("Users/José:1", plain)).toBe("Users/José:1.json");
  expect(folderPath("runs/7", plain)).toBe("runs/7");
});

test("what would clash or be hidden is encoded", () => {
  expect(recordPath("a.json/b", plain)).toBe("a%2Ejson/b.json");
  expect(recordPath("a.json", plain)).toBe("a.json.json");
  expect(recordPath(".hidden/50%", plain)).toBe("%2Ehidden/50%25.json");
  expect(recordPath("Con/A/é", folded)).toBe("%43on/%41/%c3%a9.json");
  expect(recordPath("con/end.", folded)).toBe("%63on/end%2e.json");
});

test.each(["%41", "a%2fb", "a%", "%zz", "%e9"])("%s is somebody else's name", (name) => {
  expect(segmentOf([name], "record", plain)).toBeUndefined();
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesPattern } from "../../src/query/matches-pattern.ts";

const piece = fc.constantFrom("a", "b", "%", "_", "\\", "\u{1f600}", ".", "\n");
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

test("a pattern matches as the regular expression of its meaning", () => {
  fc.assert(
    fc.property(text, text, (given, pattern) => {
      const source = pattern.replace(/\\(.)|\\$|%|_|[^\\%_]/gsu, (part, escaped: string | undefined) => {
        if (part === "%") return ".*";
        return part === "_" ? "." : (escaped ?? part).replace(/[.\\]/g, "\\$&");
      });
      expect(matchesPattern(given, pattern)).toBe(new RegExp(`^${source}$`, "su").test(given));
    }),
    { numRuns: 500 },
  );
});

test("a pattern of many texts takes no more steps than text times pattern", () => {
  // A search that tries each way would take 2^50 steps.
  expect(matchesPattern("a".repeat(5000), `${"%a".repeat(50)}%b`)).toBe(false);
});

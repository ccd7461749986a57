import { expect, test } from "vitest";
import { findMutations, mutate } from "../mutants/find-mutations.ts";

const SOURCE = `import { a } from "./a.ts";
/** True if x === y. */
export function f(x: number, y: number): boolean {
  check(x);
  return x === y && x < 1; // x !== y
}
`;

test("operators, constants and statements are mutated, comments, texts and imports are not", () => {
  const found = findMutations(SOURCE).map(({ before, after }) => [before.trim(), after.trim()]);
  expect(found).toEqual([
    ["check(x);", ";"],
    ["===", "!=="],
    ["&&", "||"],
    ["<", "<="],
    ["1", "2"],
  ]);
});

test("a mutation changes its place and nothing else", () => {
  const [, equality] = findMutations(SOURCE);
  expect(equality && mutate(SOURCE, equality)).toBe(SOURCE.replace("x === y &&", "x !== y &&"));
});

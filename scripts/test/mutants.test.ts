import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { findDependents } from "../mutants/copies/find-dependents.ts";
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

test("types within code are not mutated", () => {
  expect(findMutations("const f = ({ a }: { readonly a: false }): true => true;")).toMatchObject([{ before: "true" }]);
  expect(
    findMutations("const f = <T extends boolean = false>(a: string | true, b: List<false>) => true;"),
  ).toMatchObject([{ before: "true" }]);
});

test("a mutation changes its place and nothing else", () => {
  const [, equality] = findMutations(SOURCE);
  expect(equality && mutate(SOURCE, equality)).toBe(SOURCE.replace("x === y &&", "x !== y &&"));
});

test("a file's dependents are the files that import it, directly, by an entry of core, or on demand", () => {
  const core = join(import.meta.dirname, "../../packages/core");
  const url = (path: string): string => pathToFileURL(join(core, path)).href;
  const dependents = findDependents(join(core, "src/query/matches-pattern.ts"));
  expect([...dependents]).toEqual(
    expect.arrayContaining(
      [
        "src/query/matches-pattern.ts",
        "test/query/matches-pattern.test.ts",
        "src/results/lookup/queries.ts",
        "src/results/lookup/results-lookup.ts",
        "src/index.ts",
        "../testing/src/index.ts",
      ].map(url),
    ),
  );
  expect(dependents).not.toContain(url("src/ids/segment.ts"));
});

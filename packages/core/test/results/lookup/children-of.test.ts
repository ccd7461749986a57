import { expect, test } from "vitest";
import { ChildrenOf, headOf } from "../../../src/results/lookup/children-of.ts";

test.each([
  ["a", "a"],
  ["a-b", "a"],
  ["ab.c-d", "ab"],
  ["a/b", "a/b"],
  ["a0", "a0"],
  ["-a", "-a"],
  ["--a", "-"],
])("the head of '%s' is '%s'", (segment, head) => {
  expect(headOf(segment)).toBe(head);
});

/** Counts of children by id, in the order in which they are finished, with `|` between those of different calls. */
function counted(prefix: string | undefined, isDescending: boolean, ids: readonly string[]): string {
  const children = new ChildrenOf(prefix, isDescending);
  const steps = [...ids.map((id) => children.add(id)), children.take(), children.take()];
  return steps
    .map((step) => step.map(({ id, count, isResult }) => `${id}${isResult ? "!" : ""}${count}`).join(" "))
    .join("|");
}

test("ids that were left out behind one count when that one is added", () => {
  const children = new ChildrenOf(undefined, false);
  children.noteSkipped("a/b", 3);
  children.noteSkipped("b/c", 5);
  children.noteSkipped("b/d", 0);
  for (const id of ["a", "a/b", "b/c", "b/d"]) children.add(id);
  expect(children.take().map(({ id, count }) => [id, count])).toEqual([["b", 7]]);
  children.add("a/b");
  expect(children.take().map(({ count }) => count)).toEqual([1]);
});

test("children are counted, and finished when no later id can belong to them", () => {
  expect(counted(undefined, false, ["a", "a-b", "a-b/x", "a/c", "a/d/e", "b/f"])).toBe("|||||a!3 a-b!2|b1|");
  expect(counted("a", false, ["a", "a/b", "a/b/c", "a/d"])).toBe("|||a/b!2|a/d!1|");
  expect(counted(undefined, true, ["b", "a/c", "a-b", "a"])).toBe("|b!1|||a-b!1 a!2|");
  expect(counted(undefined, false, [])).toBe("|");
});

test("a child has its segment", () => {
  const children = new ChildrenOf("a/b", false);
  children.add("a/b/c/d");
  expect(children.take()).toEqual([{ id: "a/b/c", segment: "c", isResult: false, count: 1 }]);
});

import { describe, expect, test } from "vitest";
import { OPERATORS, type OperatorName } from "../../src/query/operators.ts";

const DATE = new Date(5);
const LISTS: readonly OperatorName[] = ["in", "notIn", "hasAny", "hasAll"];

describe("a value holds", () => {
  test.for<[OperatorName, unknown, holds: readonly unknown[], fails: readonly unknown[]]>([
    ["eq", 1, [1, 1n], [2, "1", undefined, null]],
    ["ne", 1, [2, "1", undefined, null], [1, 1n]],
    ["in", [1, "a"], [1, "a"], [2, undefined, null, [1]]],
    ["notIn", [1, "a"], [2, undefined, null, [1]], [1, "a"]],
    ["gt", 1, [2, 1.5, 2n], [1, 0, "2", Number.NaN, undefined, DATE]],
    ["gte", 1, [1, 2, 1n], [0.5, "2", Number.NaN, undefined]],
    ["lt", 1, [0, -1n], [1, 2, "0", Number.NaN, undefined, null]],
    ["lte", 1, [1, 0], [1.5, "0", Number.NaN, undefined]],
    ["gt", DATE, [new Date(6)], [DATE, 6, new Date(Number.NaN)]],
    ["between", [1, 3], [1, 2, 3], [0, 4, "2", undefined]],
    ["exists", true, [null, 0, ""], [undefined]],
    ["exists", false, [undefined], [null, 0, ""]],
    ["startsWith", "ab", ["ab", "abc"], ["a", "cab", undefined, ["ab"]]],
    ["endsWith", "ab", ["ab", "cab"], ["b", "abc", 5]],
    ["contains", "ab", ["ab", "cabd"], ["a", "acb", null]],
    ["like", "a%", ["a", "ab"], ["b", 5]],
    ["has", 1, [[1], [0, 1n], new Set([1])], [[], [2], 1, "1", undefined, new Map([[1, 1]])]],
    ["hasAny", [1, 2], [[1], [0, 2], new Set([2])], [[], [3], 1, undefined]],
    ["hasAll", [1, 2], [[1, 2], [2, 0, 1], new Set([1, 2])], [[1], [2], 1, undefined]],
    ["hasAny", [], [], [[], [1]]],
    ["hasAll", [], [[], [1]], [undefined, 1]],
  ])("%s %j", ([name, operand, held, failed]) => {
    const { holds } = OPERATORS[name];
    for (const value of held) expect(holds(value, operand), String(value)).toBe(true);
    for (const value of failed) expect(holds(value, operand), String(value)).toBe(false);
  });
});

describe("an operand is taken", () => {
  const ordered = ["", 0, 1n, DATE, Infinity];
  const scalars = [...ordered, true, false, null, Number.NaN, new Date(Number.NaN)];
  const others = [undefined, {}, Symbol("s"), () => 1];
  const unordered = [true, false, null, Number.NaN, new Date(Number.NaN), [], ...others];
  test.for<[OperatorName, taken: readonly unknown[], refused: readonly unknown[]]>([
    ...(["eq", "ne", "has"] as const).map(
      (name) => [name, scalars, [[], ...others]] as [OperatorName, unknown[], unknown[]],
    ),
    ...LISTS.map(
      (name) => [name, [[], scalars], [1, "a", [[]], [1, undefined]]] as [OperatorName, unknown[], unknown[]],
    ),
    ...(["gt", "gte", "lt", "lte"] as const).map(
      (name) => [name, ordered, unordered] as [OperatorName, unknown[], unknown[]],
    ),
    [
      "between",
      [
        [1, 2],
        ["a", 2n],
      ],
      [[], [1], [1, 2, 3], [1, null], [Number.NaN, 1], 1, undefined],
    ],
    ["exists", [true, false], [0, "true", undefined, null]],
    ...(["startsWith", "endsWith", "contains", "like"] as const).map(
      (name) => [name, ["", "a"], [1, null, undefined, ["a"]]] as [OperatorName, unknown[], unknown[]],
    ),
  ])("by %s", ([name, taken, refused]) => {
    const { isOperand } = OPERATORS[name];
    for (const operand of taken) expect(isOperand(operand), String(operand)).toBe(true);
    for (const [i, operand] of refused.entries()) expect(isOperand(operand), String(i)).toBe(false);
  });
});

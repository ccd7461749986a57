import { expect, test } from "vitest";
import { MAX_DEPTH } from "../../src/codec/depth.ts";
import type { ParseField } from "../../src/query/parse-field.ts";
import { parseWhere } from "../../src/query/parse-where.ts";

const field = (path: string) => ({ keys: [path], isStored: true });
const parse = (where: unknown): unknown => parseWhere(where, field as ParseField);
const tested = (path: string, operator: string, operand: unknown, ofLength = false): unknown => {
  return { kind: "test", field: field(path), ofLength, operator, operand };
};

test.for([
  [{ a: 1 }, tested("a", "eq", 1)],
  [{ a: null }, tested("a", "eq", null)],
  [{ a: { gt: 1 } }, tested("a", "gt", 1)],
  [{ a: { length: 2 } }, tested("a", "eq", 2, true)],
  [{ a: { length: { gte: 2 } } }, tested("a", "gte", 2, true)],
  [{ a: { length: { between: [1, 2] } } }, tested("a", "between", [1, 2], true)],
  [{ not: { a: 1 } }, { kind: "not", part: tested("a", "eq", 1) }],
  [{ or: [{ a: 1 }, { b: 2 }] }, { kind: "or", parts: [tested("a", "eq", 1), tested("b", "eq", 2)] }],
  [{ and: [] }, { kind: "and", parts: [] }],
  [{}, { kind: "and", parts: [] }],
  [{ a: {} }, { kind: "and", parts: [] }],
  [
    { a: 1, b: 2 },
    { kind: "and", parts: [tested("a", "eq", 1), tested("b", "eq", 2)] },
  ],
  [{ a: { gt: 1, lt: 3 } }, { kind: "and", parts: [tested("a", "gt", 1), tested("a", "lt", 3)] }],
  [Object.assign(Object.create(null), { a: 1 }), tested("a", "eq", 1)],
] as const)("%j is parsed", ([where, condition]) => {
  expect(parse(where)).toEqual(condition);
});

test.for([
  [null, "A condition must be an object of fields and what they must be, got null."],
  ["a", 'got "a".'],
  [new Map(), "got object."],
  [{ and: { a: 1 } }, "'and' takes a list of conditions, got object."],
  [{ not: [] }, "A condition must be an object of fields and what they must be, got an array."],
  [
    { a: undefined },
    "The value of 'a' must be text, a number, a bigint, a date, true, false or null, got undefined; { exists: false } finds what has no value.",
  ],
  [{ a: [] }, "The value of 'a' must be text, a number, a bigint, a date, true, false or null, got an array."],
  [{ a: { gt: null } }, "'gt' of 'a' must be text, a number, a bigint or a date, which is not NaN, got null."],
  [{ a: { gtt: 1 } }, "Unknown operator \"gtt\" of 'a'. Did you mean 'gt'? The operators are eq, ne, in,"],
  [{ a: { zzzzzzz: 1 } }, "Unknown operator \"zzzzzzz\" of 'a'. The operators are eq, ne, in,"],
  [{ a: { length: "2" } }, "'length' of 'a' must be a number, got \"2\"."],
  [{ a: { length: { gt: "2" } } }, "'length' of 'a' must be a number, got \"2\"."],
  [{ a: { length: { between: 2 } } }, "'length' of 'a' must be a list of two: text, a number,"],
  [{ a: { length: { in: [2] } } }, "Unknown operator \"in\" of 'length' of 'a'. Did you mean"],
] as const)("%j is refused", ([where, message]) => {
  expect(() => parse(where)).toThrow(message);
  expect(() => parse(where)).toThrow(TypeError);
});

test("conditions may be nested as deep as values", () => {
  const nested = (levels: number): unknown => (levels === 0 ? { a: 1 } : { not: nested(levels - 1) });
  expect(parse(nested(MAX_DEPTH))).toMatchObject({ kind: "not" });
  expect(() => parse(nested(MAX_DEPTH + 1))).toThrow(`nested ${MAX_DEPTH} levels deep at most`);
  const listed = { and: [nested(MAX_DEPTH - 1)] };
  expect(parse(listed)).toMatchObject({ kind: "and" });
  expect(() => parse({ or: [listed] })).toThrow("levels deep at most");
});

test("operands are copied", () => {
  const [date, list] = [new Date(5), [new Date(6)]];
  const parsed = parse({ a: date, b: { in: list } });
  date.setTime(0);
  list[0]?.setTime(0);
  list.push(new Date(0));
  expect(parsed).toEqual({
    kind: "and",
    parts: [tested("a", "eq", new Date(5)), tested("b", "in", [new Date(6)])],
  });
});

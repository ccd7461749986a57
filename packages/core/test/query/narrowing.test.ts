import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry } from "../../src/models/model-registry.ts";
import { registerModel } from "../../src/models/register-model.ts";
import { narrowingOf } from "../../src/query/narrowing.ts";
import { fieldParser } from "../../src/query/parse-field.ts";
import { parseWhere } from "../../src/query/parse-where.ts";

const schema = v.object({
  n: v.number(),
  text: v.optional(v.string()),
  list: v.array(v.number()),
  trimmed: v.pipe(v.string(), v.trim()),
});
const parseField = fieldParser(registerModel("Item", schema, { registry: new ModelRegistry() }));
const narrow = (where: object) => narrowingOf(parseWhere(where, parseField));
const ANY = { kind: "any" };
const within = (key: string, ...intervals: object[]) => ({ kind: "within", keys: [key], intervals });
const number = (from?: number, to?: number) => ({
  rank: 4,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});
const text = (from?: string, to?: string) => ({
  ...number(),
  rank: 6,
  ...(from !== undefined && { from }),
  ...(to !== undefined && { to }),
});

test.for<[object, object]>([
  [{ n: 3 }, within("n", number(3, 3))],
  [{ n: { gt: 3 } }, within("n", number(3))],
  [{ n: { lte: 5n } }, within("n", number(undefined, 5))],
  [{ n: { between: [1, 2] } }, within("n", number(1, 2))],
  [{ n: { between: [1, "a"] } }, within("n")],
  [{ n: { in: [1, null, "a"] } }, within("n", number(1, 1), { rank: 1 }, text("a", "a"))],
  [{ n: { eq: true } }, within("n", { rank: 3 })],
  [{ n: Number.NaN }, within("n")],
  [{ n: { gte: new Date(0) } }, within("n")],
  [{ n: { lt: Number.POSITIVE_INFINITY } }, within("n", number(undefined, Number.POSITIVE_INFINITY))],
  [{ text: { gte: "x" } }, within("text", text("x"))],
  [{ text: { startsWith: "ab" } }, within("text", text("ab", "ac"))],
  [{ text: { like: "ab%c_" } }, within("text", text("ab", "ac"))],
  [{ text: { endsWith: "ab" } }, { ...within("text", text()), contains: "ab" }],
  [{ text: { eq: "\ud800" } }, within("text", text())],
  [{ text: { exists: false } }, within("text", { rank: 0 })],
  [{ list: { has: 3 } }, within("list", { rank: 7 })],
  [{ list: { length: { gt: 2 } } }, within("list", { rank: 7 })],
  [{ n: { ne: 3 } }, ANY],
  [{ n: { notIn: [3] } }, ANY],
  [{ trimmed: "a" }, ANY],
  [{ $version: 2 }, ANY],
  [{}, ANY],
])("condition %#", ([where, narrowing]) => expect(narrow(where)).toEqual(narrowing));

test("a condition that is not to hold is narrowed where its opposite is", () => {
  expect(narrow({ not: { n: { ne: 3 } } })).toEqual(within("n", number(3, 3)));
  expect(narrow({ not: { n: { notIn: [3] } } })).toEqual(within("n", number(3, 3)));
  expect(narrow({ not: { text: { exists: true } } })).toEqual(within("text", { rank: 0 }));
  expect(narrow({ not: { n: { gt: 3 } } })).toEqual(ANY);
  expect(narrow({ not: { list: { length: 3 } } })).toEqual(ANY);
  expect(narrow({ not: { not: { n: 3 } } })).toEqual(within("n", number(3, 3)));
});

test("a part of 'and' that cannot be narrowed is left out, and one of 'or' leaves nothing to narrow", () => {
  const n = within("n", number(3, 3));
  expect(narrow({ n: 3, trimmed: "a" })).toEqual(n);
  expect(narrow({ and: [{ n: 3 }, { n: 3, text: "a" }] })).toEqual({
    kind: "all",
    parts: [n, n, within("text", text("a", "a"))],
  });
  expect(narrow({ or: [{ n: 3 }, { trimmed: "a" }] })).toEqual(ANY);
  expect(narrow({ or: [{ n: 3 }, { text: "a" }] })).toEqual({
    kind: "some",
    parts: [n, within("text", text("a", "a"))],
  });
  expect(narrow({ not: { or: [{ n: { ne: 3 } }, { trimmed: "a" }] } })).toEqual(n);
  expect(narrow({ or: [{ and: [{ or: [{ n: 3 }] }] }] })).toEqual(n);
  expect(narrow({ or: [] })).toEqual({ kind: "some", parts: [] });
});

test("a fraction has a little room, since a medium may read it as the next double", () => {
  const { intervals } = narrow({ n: 0.1 }) as unknown as { intervals: [{ from: number; to: number }] };
  const [{ from, to }] = intervals;
  expect(from).toBeLessThan(0.1);
  expect(to).toBeGreaterThan(0.1);
  expect(to - from).toBeLessThan(1e-15);
});

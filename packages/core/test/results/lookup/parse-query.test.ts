import { expect, test } from "vitest";
import { encodeCursor } from "../../../src/query/cursor.ts";
import { parseAggregate, parseCount, parseQuery } from "../../../src/results/lookup/parse-query.ts";
import type { QuerySource } from "../../../src/results/lookup/query-source.ts";

/** Source of results with two fields. */
const source = {
  parseField: (path: string) => {
    if (!["a", "b"].includes(path)) throw new TypeError(`Unknown field '${path}'.`);
    return { keys: [path], isStored: true };
  },
} as unknown as QuerySource;
const { signal } = new AbortController();
const COMMON = { prefix: "p", where: { a: 1 }, namespace: "n", onError: "skip", signal } as const;
const QUERY = { source, prefix: "p", namespace: "n", signal, condition: { kind: "test", operand: 1 } };

test("all options reach the query", () => {
  expect(parseCount(source, COMMON)).toMatchObject(QUERY);
  const { order } = parseQuery(source, { orderBy: ["-a"] }, "find");
  const after = encodeCursor(order, { values: [5], id: "x" });
  const query = parseQuery(source, { ...COMMON, orderBy: ["-a"], limit: 3, after, select: ["b"] }, "find");
  expect(query).toMatchObject({ ...QUERY, order: { text: '["-a"]' }, after: { values: [5], id: "x" }, limit: 3 });
  expect(query.selection?.map(([path]) => path)).toEqual(["b"]);
  const measures = { sum: ["a"], avg: ["a"], min: ["b"], max: ["b"] } as const;
  const { aggregation, ...rest } = parseAggregate(source, { ...COMMON, groupBy: ["b"], count: true, ...measures });
  expect(rest).toMatchObject(QUERY);
  const paths = Object.entries(aggregation.measures).map(([name, fields]) => [name, fields?.map(([path]) => path)]);
  expect(Object.fromEntries(paths)).toEqual(measures);
  expect(aggregation.groupBy.map(([path]) => path)).toEqual(["b"]);
});

test("without options, everything is found", () => {
  const all = { prefix: undefined, namespace: undefined, condition: { kind: "and", parts: [] } };
  expect(parseCount(source)).toMatchObject(all);
  expect(parseQuery(source, undefined, "find")).toMatchObject({
    ...all,
    after: undefined,
    limit: Infinity,
    selection: undefined,
  });
  expect(parseAggregate(source).aggregation).toEqual({
    groupBy: [],
    measures: { sum: undefined, avg: undefined, min: undefined, max: undefined },
  });
});

test.for<[() => unknown, string]>([
  [() => parseCount(source, { limit: 1 } as never), "Unknown option 'limit' of count."],
  [() => parseQuery(source, { groupBy: ["a"] } as never, "findFirst"), "Unknown option 'groupBy' of findFirst."],
  [() => parseQuery(source, { limit: -1 }, "find"), "limit must be a whole number from 0, got -1."],
  [() => parseQuery(source, { after: "x" }, "find"), "after must be the cursor of a result of the same query"],
  [() => parseQuery(source, { select: ["c"] }, "find"), "Unknown field 'c'."],
  [() => parseAggregate(source, { orderBy: ["a"] } as never), "Unknown option 'orderBy' of aggregate."],
  [
    () => parseAggregate(source, { count: false } as never),
    "count of aggregate must be true: each group has its number of results, got false.",
  ],
  [() => parseAggregate(source, { sum: "a" } as never), 'sum must be a list of paths, got "a".'],
  [() => parseCount(source, { namespace: 5 as never }), "namespace must be a text, got 5."],
  [() => parseCount(source, { where: 5 as never }), "A condition must be an object"],
  [() => parseCount(source, { onError: "no" as never }), "onError must be 'throw', 'skip' or a function"],
])("invalid options are refused: %#", ([parse, message]) => {
  expect(parse).toThrow(message);
});

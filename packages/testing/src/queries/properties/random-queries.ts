import { type AsyncResultsBackend, field, type ModelRef, type Where } from "@results-manager/core";
import fc from "fast-check";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import { decide, isBelow, type PlainResult, readPath, sorted, type Tree } from "./reference.ts";

/** Ids whose order is not that of their UTF-16 units, or which sort between a prefix and the ids below it. */
export const IDS = ["r", "r-1", "r/0", "r/0/a", "r/1", "r/\ue000", "r/\u{10000}", "r0", "s"] as const;

/** Values that plain JSON, SQL or a comparison of text handles wrongly. */
export const scalar: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(0, -0, 1, 1n, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2n ** 53n + 1n),
  fc.constantFrom(0.30000000000000004, 0.3, 5e-324, -1.5, 2 ** 60, 2 ** 60 + 2 ** 9, 1e23, -(2n ** 70n)),
  fc.constantFrom("", "a", "ab", "%_", "\ue000", "\u{10000}", "\ud800", "a\0b", "1", "null"),
  fc.constantFrom<unknown>(null, true, false, new Date(0), new Date(9), new Date(Number.NaN)),
);
/** Operands, some of which are often stored. */
const operand = fc.oneof(scalar, fc.constantFrom<unknown>(0, 1, 0.5, "a", "ab", true));
const ordered = operand.filter(
  (each) =>
    (each !== null && typeof each !== "boolean" && !Number.isNaN(Number(each as number))) || typeof each === "string",
);

/** Random query. */
export interface RandomQuery {
  readonly tree: Tree;
  readonly order: readonly string[];
  readonly isDescending: boolean;
  readonly limit: number;
  readonly prefix: string | undefined;
}

/** Random queries over fields of random paths. */
export function queries(path: fc.Arbitrary<readonly string[]>): fc.Arbitrary<RandomQuery> {
  const leaf = (operators: readonly string[], operands: fc.Arbitrary<unknown>): fc.Arbitrary<Tree> =>
    fc.record({ op: fc.constantFrom(...operators), keys: path, operand: operands });
  const text = fc.constantFrom("", "a", "ab", "%", "\ue000", "\ud800", "\0");
  const test = fc.oneof(
    leaf(["eq", "eq", "ne", "has"], operand),
    leaf(["in", "notIn"], fc.array(operand, { maxLength: 3 })),
    leaf(["gt", "gte", "lt", "lte"], ordered),
    leaf(["between"], fc.tuple(ordered, ordered)),
    leaf(["exists"], fc.boolean()),
    leaf(["startsWith", "contains", "endsWith"], text),
    leaf(["length"], fc.nat({ max: 2 })),
  );
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthSize: "small" },
      test,
      fc.record({ op: fc.constantFrom("and" as const, "or" as const), parts: fc.array(tie("tree"), { maxLength: 3 }) }),
      fc.record({ op: fc.constant("not" as const), part: tie("tree") }),
    ),
  }));
  const prefix = fc.constantFrom(undefined, undefined, "r");
  return fc.record({ tree, order: path, isDescending: fc.boolean(), limit: fc.integer({ min: 1, max: 4 }), prefix });
}

/** Checks that a store finds, orders, pages and adds up what a plain filter over all results would. */
export async function checkQuery(
  backend: AsyncResultsBackend,
  model: ModelRef,
  results: readonly PlainResult[],
  { tree, order, isDescending, limit, prefix }: RandomQuery,
): Promise<void> {
  const where = whereOf(tree);
  const options = { where, prefix };
  const matching = results.filter(({ id, value }) => isBelow(id, prefix) && decide(tree, value));
  const ids = matching.map(({ id }) => id);
  expect(await collect(backend.findIds(model, options))).toEqual(ids);
  expect(await collect(backend.findIds(model, { ...options, orderBy: ["-id"] }))).toEqual(ids.toReversed());
  expect(await backend.count(model, options)).toBe(ids.length);

  const term = pathOf(order);
  const orderBy = [isDescending ? `-${term}` : term];
  const inOrder = sorted(matching, order, isDescending);
  expect((await backend.first(model, { ...options, orderBy }))?.id).toBe(inOrder[0]?.id);
  const paged: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await collect(backend.find(model, { ...options, orderBy, limit, after }));
    paged.push(...page.map(({ id }) => id));
    after = page.at(-1)?.cursor;
    if (page.length < limit) break;
  }
  expect(paged).toEqual(inOrder.map(({ id }) => id));

  const values = matching.map((result) => readPath(result.value, order));
  if (values.some((each) => typeof each === "bigint")) return;
  const numbers = values.filter((each) => typeof each === "number");
  const [row] = await backend.aggregate(model, { ...options, sum: [term] });
  const sum = numbers.length === 0 ? null : numbers.reduce((total, each) => total + each, 0);
  expect(row).toEqual({ group: {}, count: ids.length, sum: { [term]: sum } });
}

function whereOf(tree: Tree): Where<unknown> {
  if ("parts" in tree) return { [tree.op]: tree.parts.map(whereOf) };
  if ("part" in tree) return { not: whereOf(tree.part) };
  return { [pathOf(tree.keys)]: { [tree.op]: tree.operand } };
}

function pathOf(keys: readonly string[]): string {
  return field(...(keys as readonly [string, ...string[]]));
}

import { type AsyncResultsBackend, field, type Model, type Where } from "@results-manager/core";
import fc from "fast-check";
import * as v from "valibot";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import type { Suite } from "../../suite.ts";
import { decide, type PlainResult, readPath, sorted, type Tree } from "./reference.ts";

/** Keys that a path, a query in SQL or a plain assignment handles wrongly. */
const KEYS = [
  "a",
  "b",
  "and",
  "$version",
  "id",
  "-x",
  "",
  "a.b",
  "c\\",
  "a\"]'--",
  "__proto__",
  "constructor",
  "0",
] as const;
const key = fc.constantFrom<string>(...KEYS);
const scalar = fc.oneof(
  fc.constantFrom(0, -0, 1, 1n, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2n ** 53n + 1n),
  fc.constantFrom("", "a", "ab", "%_", "\ue000", "\u{10000}", "\ud800", "1", "null"),
  fc.constantFrom<unknown>(null, true, false, new Date(0), new Date(9), new Date(Number.NaN)),
);
const list = fc.array(fc.oneof(scalar, fc.constant(undefined)), { maxLength: 3 });
const part = fc.oneof(
  { arbitrary: scalar, weight: 4 },
  { arbitrary: list, weight: 1 },
  { arbitrary: list.map((items) => new Set(items)), weight: 1 },
  { arbitrary: fc.constant(undefined), weight: 1 },
);
const record = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.array(fc.tuple(key, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries) as object);
const value = record(fc.oneof({ arbitrary: part, weight: 4 }, { arbitrary: record(part), weight: 1 }));

const path = fc.oneof(
  { arbitrary: key.map((one) => [one]), weight: 4 },
  { arbitrary: fc.tuple(key, fc.oneof(key, fc.constantFrom("0", "-1", "length"))), weight: 1 },
  { arbitrary: fc.constant(["upgraded"]), weight: 1 },
);
const ordered = scalar.filter(
  (each) =>
    (each !== null && typeof each !== "boolean" && !Number.isNaN(Number(each as number))) || typeof each === "string",
);
const test = fc.oneof(
  leaf(["eq", "ne", "has"], scalar),
  leaf(["in", "notIn"], fc.array(scalar, { maxLength: 3 })),
  leaf(["gt", "gte", "lt", "lte"], ordered),
  leaf(["exists"], fc.boolean()),
  leaf(["startsWith", "contains"], fc.constantFrom("", "a", "%", "\ue000")),
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
const query = fc.record({ tree, order: path, isDescending: fc.boolean(), limit: fc.integer({ min: 1, max: 4 }) });

/** Properties of queries: they find, order, page and group as a plain filter over all results would. */
export function findProperties(suite: Suite): void {
  suite.case("random queries are those of a plain filter", async ({ backend, registry, properties }) => {
    const schema = v.unknown();
    const Old = registry.register("Item", schema);
    registry.clearRegistry();
    const upgrade = { 1: (old: object) => ({ ...old, upgraded: true }) };
    const Item = registry.register("Item", schema, { version: 2, upgrade });
    const stored = fc.array(fc.tuple(value, fc.boolean()), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(stored, fc.array(query, { minLength: 3, maxLength: 3 }), async (items, queries) => {
        await backend.clear();
        const results = items.map(([plain, isOld], i): PlainResult & { isOld: boolean } => ({
          id: `r/${i}`,
          value: isOld ? upgrade[1](plain) : plain,
          isOld,
        }));
        for (const model of [Old, Item]) {
          const entries = items.flatMap(([plain, isOld], i) =>
            isOld === (model === Old) ? [[`r/${i}`, plain] as const] : [],
          );
          await backend.setMany(entries, { model, namespace: "default" });
        }
        for (const each of queries) await check(backend, Item, results, each);
      }),
      { seed: properties.seed, numRuns: properties.runs },
    );
  });
}

async function check(
  backend: AsyncResultsBackend,
  Item: Model,
  results: readonly PlainResult[],
  { tree, order, isDescending, limit }: typeof query extends fc.Arbitrary<infer Q> ? Q : never,
): Promise<void> {
  const where = whereOf(tree);
  const matching = results.filter((result) => decide(tree, result.value));
  const ids = matching.map(({ id }) => id);
  expect(await collect(backend.findIds(Item, { where }))).toEqual(ids);
  expect(await backend.count(Item, { where })).toBe(ids.length);

  const term = pathOf(order);
  const orderBy = [isDescending ? `-${term}` : term];
  const inOrder = sorted(matching, order, isDescending);
  const paged: string[] = [];
  for (let after: string | undefined; ; ) {
    const page = await collect(backend.find(Item, { where, orderBy, limit, after, prefix: "r" }));
    paged.push(...page.map(({ id }) => id));
    after = page.at(-1)?.cursor;
    if (page.length < limit) break;
  }
  expect(paged).toEqual(inOrder.map(({ id }) => id));

  const numbers = matching.map((result) => readPath(result.value, order)).filter((each) => typeof each === "number");
  const bigints = matching.map((result) => readPath(result.value, order)).filter((each) => typeof each === "bigint");
  if (bigints.length > 0) return;
  const [row] = await backend.aggregate(Item, { where, sum: [term] });
  const sum = numbers.length === 0 ? null : numbers.reduce((total, each) => total + each, 0);
  expect(row).toEqual({ group: {}, count: ids.length, sum: { [term]: sum } });
}

function leaf(operators: readonly string[], operand: fc.Arbitrary<unknown>): fc.Arbitrary<Tree> {
  return fc.record({ op: fc.constantFrom(...operators), keys: path, operand });
}

function whereOf(tree: Tree): Where<unknown> {
  if ("parts" in tree) return { [tree.op]: tree.parts.map(whereOf) };
  if ("part" in tree) return { not: whereOf(tree.part) };
  return { [pathOf(tree.keys)]: { [tree.op]: tree.operand } };
}

function pathOf(keys: readonly string[]): string {
  return field(...(keys as readonly [string, ...string[]]));
}

import { type AsyncResultsBackend, field, type Model, type ModelRegistry } from "@results-manager/core";
import fc from "fast-check";
import * as v from "valibot";
import type { Suite } from "../../suite.ts";
import { checkQuery, IDS, queries, scalar } from "./random-queries.ts";
import type { PlainResult } from "./reference.ts";

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
const list = fc.array(fc.oneof(scalar, fc.constant(undefined)), { maxLength: 3 });
const part = fc.oneof(
  { arbitrary: scalar, weight: 4 },
  { arbitrary: list, weight: 1 },
  { arbitrary: list.map((items) => new Set(items)), weight: 1 },
  { arbitrary: fc.constant(undefined), weight: 1 },
);
const record = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.array(fc.tuple(key, value), { maxLength: 5 }).map((entries) => Object.fromEntries(entries) as object);
const anyValue = record(fc.oneof({ arbitrary: part, weight: 4 }, { arbitrary: record(part), weight: 1 }));
const anyPath = fc.oneof(
  { arbitrary: key.map((one) => [one]), weight: 4 },
  { arbitrary: fc.tuple(key, fc.oneof(key, fc.constantFrom("0", "-1", "length"))), weight: 1 },
  { arbitrary: fc.constant(["upgraded"]), weight: 1 },
);

const any = v.optional(v.any());
/** Fields that are as they were stored, and others that the schema makes. */
const typed = v.object({
  plain: any,
  number: v.optional(v.union([v.number(), v.nan(), v.bigint()])),
  text: v.optional(v.nullable(v.string())),
  nested: v.optional(v.looseObject({ "a\"]'--": any, "": any, "a.b": any })),
  ofDefault: v.optional(v.number(), 0.5),
  trimmed: v.optional(v.pipe(v.string(), v.trim())),
  fallback: v.fallback(v.optional(v.number()), 1),
  either: v.optional(v.union([v.object({ x: v.number() }), v.object({ x: v.string(), y: any })])),
  upgraded: v.optional(v.boolean()),
});
const spaced = fc.constantFrom(undefined, "a", " a", "ab ", "");
const typedValue = fc
  .record(
    {
      plain: part,
      number: scalar.filter((each) => typeof each === "number" || typeof each === "bigint"),
      text: scalar.filter((each) => typeof each === "string" || each === null),
      nested: fc.dictionary(fc.constantFrom("a\"]'--", "", "a.b", "other"), scalar, { maxKeys: 4 }),
      ofDefault: fc.constantFrom(0, 1, 0.5),
      trimmed: spaced.filter((each) => each !== undefined),
      fallback: fc.constantFrom<unknown>(0, 1, "no number"),
      either: fc.oneof(fc.record({ x: fc.constantFrom<unknown>(1, 2), y: scalar }), fc.record({ x: fc.constant("a") })),
      stranger: scalar,
    },
    { requiredKeys: [] },
  )
  .map((value): object => ({ ...value }));
const typedPath = fc.constantFrom<readonly string[]>(
  ...["plain", "number", "text", "ofDefault", "trimmed", "fallback", "upgraded"].map((name) => [name]),
  ...["a\"]'--", "", "a.b", "other"].map((name) => ["nested", name]),
  ["either", "x"],
  ["either", "y"],
);

/** Values of a property, and paths into them. */
interface Values {
  readonly schema: v.GenericSchema;
  readonly index: readonly (string | readonly string[])[];
  readonly value: fc.Arbitrary<object>;
  readonly path: fc.Arbitrary<readonly string[]>;
}

const ANYTHING: Values = {
  schema: v.unknown(),
  index: ["a", ["b", "a"], field("a\"]'--"), field("__proto__"), [field(""), field("a.b")]],
  value: anyValue,
  path: anyPath,
};
const TYPED: Values = {
  schema: typed,
  index: ["plain", "number", "text", ["text", "number"], ["plain", "upgraded"], field("nested", "a\"]'--")],
  value: typedValue,
  path: typedPath,
};

/** Properties of queries: they find, order, page and group as a plain filter over all results would. */
export function findProperties(suite: Suite): void {
  const property = (title: string, { schema, index, value, path }: Values): void =>
    suite.case(title, async ({ backend, registry, properties }) => {
      const random = fc.uniqueArray(fc.tuple(fc.constantFrom(...IDS), value, fc.boolean()), {
        maxLength: 8,
        selector: ([id]) => id,
      });
      const some = fc.array(queries(path), { minLength: 8, maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(random, some, fc.boolean(), async (items, each, isIndexed) => {
          await backend.clear();
          const kind = { schema, index: isIndexed ? index : [] };
          const { Item, results, stored } = await filled(backend, registry, kind, items);
          for (const query of each) await checkQuery(backend, Item, results, query);
          registry.clearRegistry();
          const [one] = each;
          if (one && stored.length > 0) await checkQuery(backend, "Item", stored, one);
        }),
        { seed: properties.seed, numRuns: 2 * properties.runs },
      );
    });
  property("random queries over anything are those of a plain filter", ANYTHING);
  property("random queries over typed values are those of a plain filter", TYPED);
}

type Item = readonly [id: (typeof IDS)[number], value: object, isOld: boolean];

/** Stores values as they are, some of them by an older version of the model; returns them as the model reads them, and as they are stored. */
async function filled(
  backend: AsyncResultsBackend,
  registry: ModelRegistry,
  { schema, index }: Pick<Values, "schema" | "index">,
  items: readonly Item[],
): Promise<{ Item: Model; results: readonly PlainResult[]; stored: readonly PlainResult[] }> {
  const upgrade = { 1: (old: object) => ({ ...old, upgraded: true }) };
  for (const version of [1, 2]) {
    registry.clearRegistry();
    const Written = registry.register("Item", v.unknown(), { version, upgrade: version === 2 ? upgrade : {} });
    const ofVersion = items.filter(([, , isOld]) => isOld === (version === 1));
    await backend.setMany(
      ofVersion.map(([id, value]) => [id, value] as const),
      { model: Written },
    );
  }
  registry.clearRegistry();
  const Item = registry.register("Item", schema, { version: 2, upgrade, index });
  const inOrder = items.toSorted(([a], [b]) => IDS.indexOf(a) - IDS.indexOf(b));
  const results = inOrder.map(([id, value, isOld]) => ({
    id,
    value: v.parse(schema, isOld ? upgrade[1](value) : value),
  }));
  return { Item, results, stored: inOrder.map(([id, value]) => ({ id, value })) };
}

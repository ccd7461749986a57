import * as v from "valibot";
import { expect, expectTypeOf, test } from "vitest";
import {
  type AsyncResultsBackend,
  type ComputeAllSummary,
  type FoundResult,
  field,
  type ReadOutcome,
  type ResultEntry,
  type ResultInfo,
  registerModel,
  type StoredSchema,
} from "../../src/index.ts";

interface Tree {
  v: number;
  kids: Tree[];
}
const tree: v.GenericSchema<Tree> = v.object({ v: v.number(), kids: v.array(v.lazy(() => tree)) });
const schema = v.object({
  accuracy: v.number(),
  model: v.picklist(["opus", "sonnet"]),
  at: v.date(),
  tags: v.array(v.string()),
  config: v.object({ lr: v.number(), layers: v.array(v.number()), opt: v.optional(v.object({ name: v.string() })) }),
  tokens: v.bigint(),
  note: v.nullable(v.string()),
  weights: v.instance(Float64Array),
  seen: v.set(v.string()),
  steps: v.array(v.object({ loss: v.number() })),
  tree: v.optional(tree),
  "gpt-4.1": v.object({ rank: v.number() }),
  and: v.number(),
  id: v.string(),
  either: v.variant("kind", [v.object({ kind: v.literal("a"), x: v.number() }), v.object({ kind: v.literal("b") })]),
  params: v.record(v.string(), v.number()),
  runs: v.record(v.string(), v.object({ ms: v.number() })),
});
const Score = registerModel("TypedScore", schema);
const Pair = registerModel(
  "TypedPair",
  v.object({ pair: v.tuple([v.string(), v.number()]), deep: v.tuple([v.object({ x: v.number() })]) }),
);
type Score = v.InferOutput<typeof schema>;
const Anything = registerModel("TypedAnything", v.unknown());

declare const results: AsyncResultsBackend;

test("conditions are typed by the model", () => {
  expectTypeOf(
    results.find(Score, {
      prefix: "runs",
      where: {
        accuracy: { gt: 0.9 },
        "config.lr": { in: [1e-3, 1e-4] },
        model: "opus",
        tags: { has: "a", length: { gte: 2 } },
        "config.layers.length": { gt: 2 },
        "steps.-1.loss": { lt: 1 },
        at: { gte: new Date(0) },
        note: null,
        seen: { has: "x" },
        "config.opt.name": { startsWith: "ad" },
        "tree.kids.0.v": 1,
        "either.x": { gt: 1 },
        "params.lr": 1,
        "runs.first.ms": { gt: 1 },
        id: "x",
        [field("gpt-4.1", "rank")]: { gt: 1 },
        [field("and")]: 1,
        or: [{ tokens: { gt: 5n } }, { not: { model: "sonnet" } }],
        $updatedAt: { gte: new Date() },
      },
      orderBy: ["-accuracy", "config.lr", field("id"), "-$updatedAt", "id"],
      limit: 10,
    }),
  ).toEqualTypeOf<AsyncIterable<FoundResult<Score>>>();
  results.find(Anything, { where: { "a.b": 1, or: [{ not: { c: { gt: 1 } } }] }, orderBy: ["-a", "b.c"] });
});

test("a name stands for a model of which nothing is known", () => {
  expectTypeOf(results.find("Loss", { where: { "a.b": { gt: 1 }, $version: 1 }, orderBy: ["-a.b"] })).toEqualTypeOf<
    AsyncIterable<FoundResult<unknown>>
  >();
  expectTypeOf(results.find("Loss", { select: ["a.b"] })).toEqualTypeOf<
    AsyncIterable<FoundResult<{ "a.b": unknown }>>
  >();
  expectTypeOf(results.first("Loss")).toEqualTypeOf<Promise<FoundResult<unknown> | undefined>>();
  expectTypeOf(results.entries("runs", "Loss")).toEqualTypeOf<AsyncIterable<ResultEntry<unknown>>>();
  expectTypeOf(results.count("Loss", { where: { a: 1 } })).toEqualTypeOf<Promise<number>>();
  expectTypeOf(results.schemas()).toEqualTypeOf<Promise<StoredSchema[]>>();
  results.findIds("Loss", { where: { or: [{ a: 1 }, { not: { b: "x" } }] } });
});

test("a path into a tuple has the type of its item", () => {
  results.find(Pair, { where: { "pair.0": "x", "pair.1": { gt: 1 }, "pair.-1": 5, "pair.length": 2, "deep.0.x": 1 } });
  // @ts-expect-error the first item is a text.
  results.find(Pair, { where: { "pair.0": 5 } });
  // @ts-expect-error the field of the first item is a number.
  results.find(Pair, { where: { "deep.0.x": "a" } });
  // @ts-expect-error there is no third item.
  results.find(Pair, { where: { "pair.2": 5 } });
  expectTypeOf(results.find(Pair, { select: ["pair.0", "deep.0.x"] })).toEqualTypeOf<
    AsyncIterable<FoundResult<{ "pair.0": string; "deep.0.x": number }>>
  >();
});

test("wrong conditions do not compile", () => {
  // @ts-expect-error the operand is text, the field a number.
  results.find(Score, { where: { accuracy: { gt: "x" } } });
  // @ts-expect-error a list is not compared with a text, but has it.
  results.find(Score, { where: { tags: "a" } });
  // @ts-expect-error nor with a list.
  results.find(Score, { where: { tags: ["a"] } });
  // @ts-expect-error nor is a Set.
  results.find(Score, { where: { seen: "x" } });
  // @ts-expect-error there is no such field.
  results.find(Score, { where: { acuracy: { gt: 1 } } });
  // @ts-expect-error one of the fields does not exist.
  results.find(Score, { where: { accuracy: 1, "config.ir": 1 } });
  // @ts-expect-error it is no member of the union.
  results.find(Score, { where: { model: "haiku" } });
  // @ts-expect-error bytes have no order.
  results.find(Score, { where: { weights: { gt: 1 } } });
  // @ts-expect-error there is no such operator.
  results.find(Score, { where: { accuracy: { gtt: 1 } } });
  // @ts-expect-error a condition must not be left out by accident.
  results.find(Score, { where: { accuracy: undefined } });
  // @ts-expect-error the key has another field.
  results.find(Score, { where: { [field("gpt-4.1", "rang")]: 1 } });
  // @ts-expect-error there is no such field to order by.
  results.find(Score, { orderBy: ["-acc"] });
  // @ts-expect-error there is no such option.
  results.count(Score, { orderBy: ["accuracy"] });
  // @ts-expect-error there is no such field in the nested condition.
  results.count(Score, { where: { or: [{ not: { acuracy: 1 } }] } });
});

test("indexes are of fields of the model", () => {
  registerModel("TypedIndex", schema, { index: ["accuracy", ["model", "config.lr"], "gpt-4\\.1.rank"] });
  // @ts-expect-error there is no such field.
  expect(() => registerModel("TypedIndex", schema, { index: ["acuracy"] })).toThrow(TypeError);
  // @ts-expect-error one of the fields does not exist.
  expect(() => registerModel("TypedIndex", schema, { index: [["model", "config.ir"]] })).toThrow(TypeError);
});

test("values are those of the model, or the selected paths", () => {
  expectTypeOf(results.first(Score)).toEqualTypeOf<Promise<FoundResult<Score> | undefined>>();
  expectTypeOf(results.find(Score, { select: ["accuracy", "config.lr", "steps.-1.loss"] })).toEqualTypeOf<
    AsyncIterable<FoundResult<{ accuracy: number; "config.lr": number; "steps.-1.loss": number }>>
  >();
  expectTypeOf(results.find(Score, { select: [field("gpt-4.1", "rank")] })).toEqualTypeOf<
    AsyncIterable<FoundResult<{ "gpt-4\\.1.rank": number }>>
  >();
  // @ts-expect-error there is no such path.
  results.find(Score, { select: ["acc"] });
  expectTypeOf(results.findIds(Score)).toEqualTypeOf<AsyncIterable<string>>();
  expectTypeOf(results.count("a")).toEqualTypeOf<Promise<number>>();
});

test("rows have the measures that are asked for", async () => {
  const [row] = await results.aggregate(Score, { groupBy: ["model"], avg: ["accuracy"], max: ["at"], sum: ["tokens"] });
  expectTypeOf(row?.group).toEqualTypeOf<{ model: "opus" | "sonnet" } | undefined>();
  expectTypeOf(row?.avg.accuracy).toEqualTypeOf<number | null | undefined>();
  expectTypeOf(row?.max.at).toEqualTypeOf<Date | null | undefined>();
  expectTypeOf(row?.sum.tokens).toEqualTypeOf<bigint | null | undefined>();
  // @ts-expect-error it was not asked for.
  row?.min;
  // @ts-expect-error there is no such path.
  results.aggregate(Score, { groupBy: ["modell"] });
  // @ts-expect-error text is not added.
  results.aggregate(Score, { sum: ["model"] });
  // @ts-expect-error nor averaged.
  results.aggregate(Score, { avg: ["accuracy", "at"] });
  results.aggregate(Score, { sum: ["config.lr", "steps.-1.loss", "params.lr", "tree.kids.0.v"], avg: ["tokens"] });
  const [named] = await results.aggregate("Loss", { groupBy: ["a"], sum: ["b.c"] });
  expectTypeOf(named?.sum["b.c"]).toEqualTypeOf<number | bigint | null | undefined>();
});

test("entries and outcomes are typed by the model and onError", async () => {
  expectTypeOf(results.entries("a", Score)).toEqualTypeOf<AsyncIterable<ResultEntry<Score>>>();
  expectTypeOf(results.entries()).toEqualTypeOf<AsyncIterable<ResultEntry<unknown>>>();
  for await (const { value, info, error } of results.entries("a", Score, { onError: "yield" })) {
    expectTypeOf(error).toEqualTypeOf<Error | undefined>();
    if (error) continue;
    expectTypeOf(value).toEqualTypeOf<Score>();
    expectTypeOf(info).toEqualTypeOf<ResultInfo>();
  }
  expectTypeOf(results.getMany(["a"], Score)).toEqualTypeOf<Promise<(Score | undefined)[]>>();
  expectTypeOf(results.getMany(["a"], Score, { namespace: "lab" })).toEqualTypeOf<Promise<(Score | undefined)[]>>();
  expectTypeOf(results.getMany(["a"], Score, { onError: "return" })).toEqualTypeOf<Promise<ReadOutcome<Score>[]>>();
});

test("a list is typed by its items and its model", () => {
  const Loss = registerModel("TypedLoss", v.object({ value: v.number() }));
  const run = results.computeAll([{ seed: 1 }], {
    id: ({ seed }) => ["runs", String(seed)],
    model: Loss,
    compute: async ({ seed }, { signal }) => {
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return { value: seed };
    },
    onOutcome: (outcome) => expectTypeOf(outcome.item.seed).toBeNumber(),
  });
  expectTypeOf(run).toEqualTypeOf<Promise<ComputeAllSummary<{ seed: number }>>>();
  // @ts-expect-error the model wants a number.
  results.computeAll([1], { id: String, model: Loss, compute: () => ({ value: "1" }) });
  // @ts-expect-error an item is a number.
  results.computeAll([1], { id: (item: string) => item, model: Loss, compute: (value) => ({ value }) });
});

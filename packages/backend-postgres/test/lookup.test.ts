import { type FindOptions, ModelRegistry } from "@results-manager/core";
import { collect, expectCode } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { PostgresBackend } from "../src/index.ts";
import { inNewSchema, type NewSchema, runRaw, sharedPool } from "./new-schema.ts";

const registry = new ModelRegistry();
let validated = 0;
const schema = v.pipe(
  v.object({ model: v.string(), accuracy: v.optional(v.union([v.number(), v.nan()])) }),
  v.check(() => ++validated > 0),
);
const Plain = registry.register("Plain", schema);

const runs = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const id = `r/${String(i).padStart(6, "0")}`;
    return [id, { model: i % 2 ? "b" : "a", accuracy: ((i * 7919) % count) / count }] as const;
  });

function newStore(): NewSchema<PostgresBackend> & { readonly results: PostgresBackend } {
  const store = inNewSchema((name) => new PostgresBackend(sharedPool(), { registry, schema: name }));
  return { ...store, results: store.open() };
}

/** Inserts rows as another program would. */
async function insert(name: string, model: string, count: number, id: string, data: string): Promise<void> {
  await runRaw(
    `insert into ${name}.results (id, model_type, namespace, data, created_at, updated_at)
     select ${id}, '${model}', 'default', ${data}, '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from generate_series(1, ${count}) as i`,
  );
}

test("the server leaves out what cannot match: only the rest is read and validated", async () => {
  const { results, dispose } = newStore();
  await results.setMany(runs(300), { model: Plain });
  const last = 299 / 300;
  for (const [where, looked] of [
    [{ accuracy: { in: [0, last] } }, 2],
    [{ accuracy: { gte: last } }, 1],
    [{ accuracy: { lt: 0.099 }, model: "a" }, 15],
    [{ or: [{ accuracy: 0 }, { model: { startsWith: "c" } }] }, 1],
    [{ model: { contains: "x" } }, 0],
    [{ accuracy: { exists: false } }, 0],
    [{ not: { accuracy: { exists: true } } }, 0],
    [{ model: { in: [] } }, 0],
  ] as const) {
    validated = 0;
    const found = await results.count(Plain, { where } as FindOptions<never>);
    expect([where, found, validated]).toEqual([where, looked, looked]);
  }
  expect(await results.explain(Plain, { where: { accuracy: 1 }, orderBy: ["-accuracy"] })).toEqual({
    looksAt: "records of the model",
    index: undefined,
    narrowedBy: ["accuracy"],
    sortedBy: "memory",
  });
  await dispose();
});

test("a statement looks at a limited number of rows and bytes, whatever it finds", async () => {
  const { results, schema: name, dispose } = newStore();
  await results.set("s", { model: "a" }, { model: Plain });
  await insert(name, "Plain", 20_000, "'r/' || i", `'{"model":"b"}'`);
  await insert(name, "Other", 100, "'t/' || i", `'{"model":"' || repeat('x', 100000) || '"}'`);
  const lookup = { modelName: "Plain", version: 1, indexes: [], namespace: undefined, prefix: undefined };
  const test = { kind: "within", keys: ["model"], intervals: [{ rank: 6, from: "a", to: "a" }] } as const;
  const wishes = { order: undefined, after: undefined, limit: Number.POSITIVE_INFINITY };
  const plan = await results.storage.plan({ ...lookup, narrowing: test, ...wishes });
  const ids: (readonly string[])[] = [];
  for await (const page of plan?.pages() ?? []) ids.push(page.ids);
  expect(ids.flat()).toEqual(["s"]);
  // Pages of 8,192 small rows; then pages of 2 MiB.
  expect(ids.length).toBeGreaterThan(2 + (100 * 100_000) / 2 ** 21);
  expect(ids.length).toBeLessThan(12);
  expect((await results.first(Plain))?.id).toBe("r/1");
  expect((await collect(results.findIds(Plain, { orderBy: ["-id"], limit: 20_001 }))).length).toBe(20_001);
  await dispose();
});

test("damaged rows are found, whatever the condition", async () => {
  const { results, schema: name, dispose } = newStore();
  await results.setMany(runs(100), { model: Plain });
  const damages = ["data = '{\"torn'", "types = '{'", "data = null, bytes = '\\x00'", "version = 0", "types = '[7]'"];
  for (const [i, each] of damages.entries()) {
    await runRaw(`update ${name}.results set ${each} where id = 'r/00001${i}'`);
  }
  const where = { accuracy: { gt: 2 } };
  for (const options of [{ where }, { where, orderBy: ["-accuracy"] as const }, { where: { model: "c" } }]) {
    const failed: string[] = [];
    await collect(results.find(Plain, { ...options, onError: (id) => failed.push(id) }));
    expect(failed.sort()).toEqual(damages.map((_, i) => `r/00001${i}`));
  }
  await expectCode(results.count(Plain, { where }), "CORRUPT_RECORD");
  await dispose();
});

test("data of other programs is found by what JavaScript reads of it", async () => {
  const { results, schema: name, dispose } = newStore();
  const Any = registry.register("Any", v.object({ n: v.any(), other: v.any() }));
  const texts = [
    "1.00000000000000000001",
    "1e400",
    "-1e400",
    "1e-400",
    '"\\u0000"',
    '"\\ud800"',
    '{"n":1,"n":2}',
    "[1]",
  ];
  for (const [i, text] of texts.entries()) {
    await insert(name, "Any", 1, `'${i}'`, `'{"n":${text},"other":1}'`);
  }
  const idsOf = async (n: unknown): Promise<string> =>
    (await collect(results.findIds(Any, { where: { n } as never }))).join("");
  expect(await idsOf(1)).toBe("0");
  expect(await idsOf(Number.POSITIVE_INFINITY)).toBe("1");
  expect(await idsOf({ lte: -Number.MAX_VALUE })).toBe("2");
  expect(await idsOf({ gte: Number.MAX_VALUE })).toBe("1");
  expect(await idsOf(0)).toBe("3");
  expect(await idsOf({ gt: 0, lt: 2 })).toBe("0");
  expect(await idsOf("\0")).toBe("4");
  expect(await idsOf({ contains: "\0" })).toBe("4");
  expect(await idsOf("\ud800")).toBe("5");
  expect(await idsOf({ exists: false })).toBe("");
  expect(await collect(results.findIds(Any, { where: { "n.n": 2 } as never }))).toEqual(["6"]);
  expect(await collect(results.findIds(Any, { where: { "n.0": { exists: false } } as never }))).not.toContain("7");
  await dispose();
});

import { readdirSync, readlinkSync, renameSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ModelRegistry } from "@results-manager/core";
import { collect, expectCode, tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";
import { statementsOf } from "./plans-of.ts";

const registry = new ModelRegistry();
const schema = v.object({ model: v.string(), accuracy: v.optional(v.union([v.number(), v.nan()])) });
const Run = registry.register("Run", schema, { index: ["accuracy", ["model", "accuracy"]] });
const Plain = registry.register("Plain", schema);

const runs = (count: number) =>
  Array.from({ length: count }, (_, i) => {
    const id = `r/${String(i).padStart(6, "0")}`;
    return [id, { model: i % 2 ? "b" : "a", accuracy: ((i * 7919) % count) / count }] as const;
  });

/** Plans of the queries of results that are run meanwhile. */
async function plansOf(path: string, work: () => Promise<unknown>): Promise<string[]> {
  const statements = await statementsOf(work);
  const raw = openRaw(path);
  const queries = statements.filter(([sql]) => /^select .* from results/.test(sql));
  const plans = queries.map(([sql, ...values]) => {
    const rows = raw.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[];
    return rows.map(({ detail }) => detail).join("; ");
  });
  raw.close();
  return plans;
}

test("an index is made when its model first writes, and again for none", async () => {
  const path = join(tempFolder(), "x.db");
  const indexes = () => {
    const raw = openRaw(path);
    const names = raw.prepare("select name from sqlite_master where name glob 'results_manager_results_by_*'").all();
    raw.close();
    return names.length;
  };
  await using results = new SqliteBackend(path, { registry });
  await results.set("plain", { model: "a" }, { model: Plain });
  expect(indexes()).toBe(0);
  await results.set("run", { model: "a" }, { model: Run });
  expect(indexes()).toBe(2);
  await using other = new SqliteBackend(path, { registry });
  expect(await other.count(Run)).toBe(1);
  expect(indexes()).toBe(2);
});

test("a large table is indexed by the thread, when its model is first looked for", async () => {
  const path = join(tempFolder(), "x.db");
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  await results.setMany(runs(2500), { model: Plain });
  const raw = openRaw(path);
  raw.exec("update results set model_type = 'Run'");
  raw.close();
  const best = await collect(results.find(Run, { orderBy: ["-accuracy"], limit: 3 }));
  expect(best.map(({ value }) => value.accuracy)).toEqual([2499 / 2500, 2498 / 2500, 2497 / 2500]);
  expect(await results.explain(Run, { orderBy: ["-accuracy"] })).toEqual({
    looksAt: "index",
    index: ["accuracy"],
    narrowedBy: [],
    sortedBy: "index",
  });
});

test("the index in use depends on the condition and the order", async () => {
  await using results = new SqliteBackend(":memory:", { registry });
  await results.setMany(runs(10), { model: Run });
  const indexOf = async (options: object): Promise<string> => {
    const { index, sortedBy } = await results.explain(Run, options);
    return `${index?.join()} ${sortedBy}`;
  };
  expect(await indexOf({ where: { model: "a" }, orderBy: ["-accuracy"] })).toBe("model,accuracy index");
  expect(await indexOf({ where: { model: "a", accuracy: 1 } })).toBe("model,accuracy id");
  expect(await indexOf({ where: { accuracy: { gt: 0.5 } }, orderBy: ["model"] })).toBe("accuracy memory");
  expect(await indexOf({ where: { accuracy: 0.5 }, orderBy: ["accuracy"] })).toBe("accuracy index");
  expect(await indexOf({ where: { accuracy: { gt: 0.5 } } })).toBe("accuracy id");
  expect(await indexOf({ orderBy: ["model"] })).toBe("undefined memory");
  expect(await indexOf({ where: { or: [{ model: "a" }, { accuracy: 1 }] } })).toBe("undefined id");
});

test("a page of an index is a stretch of it, and nothing is sorted", async () => {
  const path = join(tempFolder(), "x.db");
  await using results = new SqliteBackend(path, { registry });
  await results.setMany(runs(300), { model: Run });
  await results.schemas(); // Describes the model now, and not while statements are watched.
  const where = { model: "a", accuracy: { gt: 0.1 } };
  const plans = await plansOf(path, () => collect(results.find(Run, { where, orderBy: ["-accuracy"] })));
  expect(plans.length).toBeGreaterThan(3);
  for (const plan of plans) {
    expect(plan).toMatch(/SEARCH results USING (?:COVERING )?INDEX results_manager_results_by_/);
    expect(plan).not.toContain("B-TREE");
  }
  const scanned = await plansOf(path, () => collect(results.find(Plain, { where })));
  expect(new Set(scanned)).toEqual(new Set(["SEARCH results USING INDEX sqlite_autoindex_results_1 (id>? AND id<?)"]));
});

test("of several values in an index, those between them are left out by SQLite", async () => {
  let validated = 0;
  const counting = v.pipe(
    schema,
    v.check(() => ++validated > 0),
  );
  const Counted = registry.register("Counted", counting, { index: ["accuracy"] });
  await using results = new SqliteBackend(":memory:", { registry });
  await results.setMany(runs(300), { model: Counted });
  validated = 0;
  const where = { accuracy: { in: [0, 299 / 300] } };
  expect(await collect(results.findIds(Counted, { where, orderBy: ["accuracy"] }))).toHaveLength(2);
  expect(validated).toBe(2);
});

test("a query that finds nothing returns to the event loop between the rows", async () => {
  const path = join(tempFolder(), "x.db");
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  await results.setMany(runs(20_000), { model: Plain });
  const statements = await statementsOf(() => results.count(Plain, { where: { model: "c" } }));
  expect(statements.length).toBeGreaterThan(1);
  const limits = statements.filter(([sql]) => sql.includes("octet_length")).length;
  expect(limits).toBeGreaterThan(1);
});

test.for<[name: string, open: () => Pick<DatabaseSync, "close"> & { prepare(sql: string): unknown }]>([
  ["better-sqlite3", () => openRaw(":memory:")],
  ["Node", () => new DatabaseSync(":memory:")],
])("the SQLite of %s reads the text of each double as that double", ([, open]) => {
  const raw = open();
  const read = raw.prepare("select json_extract(?, '$[0]') as number") as {
    get(text: string): { readonly number: number };
  };
  const bits = new DataView(new ArrayBuffer(8));
  let seed = 7n;
  for (let i = 0; i < 20_000; i++) {
    seed = BigInt.asUintN(64, seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n);
    bits.setBigUint64(0, seed);
    for (const double of [bits.getFloat64(0), Number(seed >> 11n) / 2 ** 53]) {
      if (Number.isFinite(double) && !(Number.isInteger(double) && Math.abs(double) > 2 ** 53))
        expect(read.get(JSON.stringify([double])).number).toBe(double);
    }
  }
  raw.close();
});

test.for([Plain, Run])("damaged rows are found, whatever the condition, of $name", async (model) => {
  const path = join(tempFolder(), "x.db");
  await using results = new SqliteBackend(path, { registry });
  await results.setMany(runs(100), { model });
  const raw = openRaw(path);
  const damages = ["data = '{\"torn'", "types = '{'", "data = x'00'", "version = 0", "types = '[7]'"];
  for (const [i, damage] of damages.entries()) raw.exec(`update results set ${damage} where id = 'r/00001${i}'`);
  raw.close();
  const where = { accuracy: { gt: 2 } };
  for (const options of [{ where }, { where, orderBy: ["-accuracy"] as const }, { where: { model: "c" } }]) {
    const failed: string[] = [];
    await collect(results.find(model, { ...options, onError: (id) => failed.push(id) }));
    expect(failed.sort()).toEqual(damages.map((_, i) => `r/00001${i}`));
  }
  await expectCode(results.count(model, { where }), "CORRUPT_RECORD");
});

test("a row of another program, whose ids may be invalid, is found by its condition", async () => {
  const path = join(tempFolder(), "x.db");
  const python = openRaw(path);
  python.exec(`
    create table results (id text primary key, model_type text not null, namespace text, data text not null, created_at text, updated_at text);
    insert into results values ('a', 'Run', null, '{"model": "a", "accuracy": NaN}', null, null);
    insert into results values ('b//c', 'Run', null, '{"model": "a", "accuracy": 1}', null, null);
    insert into results values ('d', 'Run', 'default', '{"model": "a", "accuracy": -0.0}', null, null);
    insert into results values ('e', 'Run', 'default', '{"accuracy": 1e0, "model": "\\u0061"}', null, null);
    insert into results values ('f', 'Long', 'default', '{"n": 9007199254740993}', null, '2026-01-01 00:00:00');
    insert into results values ('g', 'Long', 'default', '{"n": 9007199254740992}', null, '2026-01-01 00:00:00');
    insert into results values ('h', 'Long', 'default', '{"n": 9007199254740994}', null, '2026-01-01 00:00:00');
    insert into results values ('i', 'Long', 'default', '{}', null, '2026-01-01 00:00:00');
  `);
  python.close();
  await using results = new SqliteBackend(path, { registry });
  const Long = registry.register("Long", v.object({ n: v.optional(v.union([v.number(), v.bigint()])) }), {
    index: ["n"],
  });
  expect(await collect(results.findIds(Long, { orderBy: ["n"] }))).toEqual(["i", "g", "f", "h"]);
  expect(await collect(results.findIds(Long, { where: { n: { gt: 9007199254740992n } } }))).toEqual(["f", "h"]);
  for (const model of [Run, registry.getModel("Run")]) {
    expect(await collect(results.findIds(model, { where: { model: "a" } }))).toEqual(["a", "d", "e"]);
    expect(await collect(results.findIds(model, { orderBy: ["-accuracy"] }))).toEqual(["a", "e", "d"]);
    expect(await collect(results.findIds(model, { where: { accuracy: { gte: 0 } }, orderBy: ["accuracy"] }))).toEqual([
      "d",
      "e",
    ]);
  }
});

test("a store that is read-only, or in memory, is queried as any other, and gets no index if it is read-only", async () => {
  const path = join(tempFolder(), "x.db");
  const memory = new SqliteBackend(":memory:", { registry });
  const file = new SqliteBackend(path, { registry });
  await file.setMany(runs(50), { model: Plain });
  await memory.setMany(runs(50), { model: Run });
  const readOnly = new SqliteBackend(path, { registry, readOnly: true });
  const options = { where: { accuracy: { gte: 0.5 } }, orderBy: ["-accuracy"], limit: 5 } as const;
  const found = await collect(readOnly.findIds(Plain, options));
  expect(await collect(memory.findIds(Run, options))).toEqual(found);
  expect(await readOnly.count(Run)).toBe(0);
  expect(await readOnly.explain(Run, { orderBy: ["accuracy"] })).toMatchObject({
    index: undefined,
    sortedBy: "memory",
  });
  for (const each of [memory, file, readOnly]) await each.close();
});

test.skipIf(process.platform === "win32")(
  "a query reads the open database, not one that has taken its place",
  async () => {
    const folder = tempFolder();
    const path = join(folder, "x.db");
    await using first = new SqliteBackend(path, { registry });
    await first.set("first", { model: "a" }, { model: Plain });
    for (const end of ["", "-wal", "-shm"]) renameSync(path + end, join(folder, `moved.db${end}`));
    await using second = new SqliteBackend(path, { registry });
    await second.set("second", { model: "a" }, { model: Plain });
    expect(await collect(first.findIds(Plain))).toEqual(["first"]);
    expect(await collect(second.findIds(Plain))).toEqual(["second"]);
  },
);

test("rows that the index does not place are found as soon as they are written, and asked for again only then", async () => {
  const path = join(tempFolder(), "x.db");
  await using results = new SqliteBackend(path, { registry });
  await results.setMany(runs(3), { model: Run });
  await results.schemas(); // The description of the model would be another write.
  const best = async (): Promise<string[]> =>
    (await collect(results.find(Run, { orderBy: ["-accuracy"] }))).map(({ id }) => id);
  const asked = async (work: () => Promise<unknown>): Promise<number> =>
    (await statementsOf(work)).filter(([sql]) => sql.includes(" union all ")).length;
  expect(await best()).toEqual(["r/000001", "r/000002", "r/000000"]);
  expect(await asked(best)).toBe(0);
  await results.set("nan", { model: "a", accuracy: Number.NaN }, { model: Run });
  expect(await best()).toEqual(["nan", "r/000001", "r/000002", "r/000000"]);
  await using other = new SqliteBackend(path, { registry });
  await other.delete("nan");
  expect(await asked(best)).toBe(1);
  expect(await best()).toEqual(["r/000001", "r/000002", "r/000000"]);
});

test("a store that closes while its first query is planned leaves no connection open", async () => {
  const folder = tempFolder();
  for (let steps = 0; steps < 40; steps++) {
    const results = new SqliteBackend(join(folder, `${steps}.db`), { registry });
    await results.setMany(runs(2), { model: Plain });
    const ids = Array.fromAsync(results.findIds(Plain, { where: { model: "a" } })).catch((error: unknown) => error);
    for (let step = 0; step < steps; step++) await Promise.resolve();
    await results.close();
    const found = await ids;
    if (found instanceof Error) expect(found).toMatchObject({ code: "BACKEND_CLOSED" });
    else expect(found).toEqual(["r/000000"]);
  }
  const open = readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith(folder);
    } catch {
      return false; // The descriptor of the listing itself.
    }
  });
  expect(open).toEqual([]);
});

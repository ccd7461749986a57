import { join } from "node:path";
import { ANY, type DigestKeys, digest, memoize, ref, ValuesFace } from "@results-manager/core";
import { DestructuringMixin, type Space } from "@results-manager/core/storage";
import { collect, expectCode, expectSame, faceOver, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { SqliteCalls, SqliteStorage, SqliteValues } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";
import { plansOf, statementsOf } from "./plans-of.ts";

test("a short digest is a stretch of the index", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path, { durability: "process" });
  const key = await calls.save({ name: "f", arguments: { a: 1 } });
  const spaces: readonly (readonly [Space, DigestKeys, string])[] = [
    ["calls", calls, key],
    ["values", calls.values, digest(1)],
  ];
  for (const [table, keys, whole] of spaces) {
    const short = whole.slice(0, 6);
    const asked = [() => keys.expand(short), () => keys.contains(short), () => keys.shrink(whole)];
    for (const ask of asked) {
      const plans = await plansOf(path, table, ask);
      expect(plans).toHaveLength(1);
      const steps = plans.flatMap(({ plan }) => plan.split("; ").filter((step) => !step.startsWith("SCALAR SUBQUERY")));
      for (const step of steps) {
        expect(step).toMatch(/^SEARCH results_manager_(?:values|calls) USING COVERING INDEX \S+ \(id>\? AND id<\?\)$/);
      }
    }
  }
});

test("whole digests, hits and misses go by the key", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path, { durability: "process" });
  const fn = memoize((a: number) => a + 1, { storage: calls, name: "f" });
  await fn(0);
  const work = async (): Promise<void> => {
    await fn(1);
    await fn(1);
    await calls.load(fn.digest(1));
    await calls.values.load(digest(2));
    await calls.evict(fn.digest(1));
  };
  for (const table of ["calls", "values", "call_leases", "journal"] as const) {
    const plans = await plansOf(path, table, work);
    expect(plans.length).toBeGreaterThan(0);
    // What is inserted is looked for nowhere, but for what the database fills in: the parts of one document.
    for (const { plan } of plans) expect(plan).not.toMatch(/SCAN (?!.*VIRTUAL TABLE)/);
  }
});

/** A transaction ends after some milliseconds, which on a busy machine may pass between two steps. */
const IN_ONE_TRANSACTION = { retry: 20 };

test(
  "a computed call is committed with what it refers to, and its lease given back with it",
  IN_ONE_TRANSACTION,
  async () => {
    const path = join(tempFolder(), "calls.db");
    await using calls = new SqliteCalls(path, { durability: "process" });
    const fn = memoize((a: number) => a + 1, { storage: calls, name: "f" });
    await fn(0);
    const statements = (await statementsOf(() => fn(1))).map(([sql]) => sql);
    const at = (start: string): number => statements.findIndex((sql) => sql.startsWith(start));
    const begin = at("begin immediate");
    expect(at('insert into "results_manager_call_leases"')).toBeLessThan(begin);
    const within = statements.slice(begin, statements.indexOf("commit", begin));
    for (const start of [
      'insert into "results_manager_values"',
      'insert into "results_manager_calls"',
      'delete from "results_manager_call_leases"',
    ]) {
      expect(within.some((sql) => sql.startsWith(start))).toBe(true);
    }
    expect(statements.filter((sql) => sql === "begin immediate")).toHaveLength(1);
  },
);

test("queries go through indexes, and never through all calls", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path, { durability: "process" });
  for (let i = 0; i < 50; i++) {
    await calls.save({ name: `f${i % 5}`, arguments: { i, half: i % 2 }, result: i, metadata: { run: { n: i } } });
  }
  for (const template of [
    { name: "f1" },
    { arguments: { i: 3 } },
    { name: "f1", arguments: { i: 3, half: 1 } },
    { arguments: { i: ANY } },
    { result: 7 },
    { result: ref(digest(7)), name: "f2" },
    { metadata: { run: {} } },
    { metadata: { run: { n: 7 } } },
    { name: "f1", module: "m", version: "1" },
  ]) {
    const plans = await plansOf(path, "calls", () => collect(calls.query(template)));
    expect(plans).toHaveLength(1);
    for (const { plan } of plans) {
      expect(plan).not.toMatch(/SCAN/);
      expect(plan).toMatch(/SEARCH/);
    }
  }
});

test("what is loaded is checked against its digest", async () => {
  const path = join(tempFolder(), "values.db");
  await using values = new SqliteValues(path);
  const [key, bytes] = [await values.save({ n: 1 }), await values.save(new Float64Array(2_000))];
  const raw = openRaw(path);
  expect(
    raw.prepare(`select typeof(data), length(data) from results_manager_values where id = ?`).raw().get(bytes),
  ).toEqual(["blob", 16_000]);
  raw.prepare(`update results_manager_values set data = '{"n":2}' where id = ?`).run(key);
  raw.prepare(`update results_manager_values set data = zeroblob(8) where id = ?`).run(bytes);
  raw.close();
  await expectCode(values.load(key), "CORRUPT_RECORD");
  await expectCode(values.load(bytes), "CORRUPT_RECORD");
});

test("a call, its arguments and what is said of it go together", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path);
  const key = await calls.save({ name: "f", arguments: { a: 1, b: 2 }, metadata: { run: { n: 1 }, empty: {} } });
  const raw = openRaw(path);
  const rows = (table: string): unknown[] =>
    raw.prepare(`select * from results_manager_${table} order by 1, 2, 3`).raw().all();
  expect(rows("arguments")).toEqual([
    [key, "a", digest(1)],
    [key, "b", digest(2)],
  ]);
  expect(rows("metadata")).toEqual([
    [key, "empty", "", ""],
    [key, "run", "", ""],
    [key, "run", "n", digest(1)],
  ]);
  await calls.save({ name: "f", arguments: { a: 1, b: 2 } });
  expect(rows("metadata")).toEqual([]);
  expect(rows("arguments")).toHaveLength(2);
  raw.pragma("foreign_keys = ON");
  expect(() => raw.prepare("insert into results_manager_arguments values ('none', 'a', 'b')").run()).toThrow(
    "FOREIGN KEY",
  );
  await calls.evict(key);
  expect(rows("arguments")).toEqual([]);
  raw.close();
});

test("values that share nine tenths of their parts take under a fifth of the space", async () => {
  const part = (i: number): unknown => ({ i, samples: Array.from({ length: 500 }, (_, k) => i * 1_000 + k) });
  const shared = Array.from({ length: 9 }, (_, i) => part(i));
  const numbered = (i: number): unknown => ({ i, parts: [...shared, part(100 + i)] });
  const Split = faceOver(ValuesFace, DestructuringMixin(SqliteStorage));
  const sizes: number[] = [];
  for (const Values of [SqliteValues, Split] as const) {
    const path = join(tempFolder(), "values.db");
    await using values = new Values(path, { durability: "process" });
    const keys = await Promise.all(Array.from({ length: 200 }, (_, i) => values.save(numbered(i))));
    expectSame(await values.load(keys[7] as string), numbered(7));
    const raw = openRaw(path);
    sizes.push(
      raw
        .prepare(`select sum(length(id) + length(data) + length(coalesce(types, ''))) from results_manager_values`)
        .pluck()
        .get() as number,
    );
    raw.close();
  }
  const [whole = 0, split = 0] = sizes;
  expect(split / whole).toBeLessThan(0.2);
});

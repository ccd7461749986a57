import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  ANY,
  type CallTemplate,
  type Constructor,
  DestructuringMixin,
  digest,
  ref,
  type ValueStorage,
  ValuesMixin,
} from "@results-manager/core";
import { expectCode, expectSame, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { SqliteCalls, SqliteStorage, SqliteValues } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

/** What SQLite does for each statement that a storage has run, but for `explain` itself. */
function plansOf(path: string, statements: readonly (readonly [sql: string, ...values: unknown[]])[]): string[] {
  const raw = openRaw(path);
  const plans = statements.map(([sql, ...values]) =>
    (raw.prepare(`explain query plan ${sql}`).all(...values) as { detail: string }[])
      .map(({ detail }) => detail)
      .join("; "),
  );
  raw.close();
  return plans;
}

test("a short digest is a stretch of the index", async () => {
  const path = join(tempFolder(), "values.db");
  await using values = new SqliteValues(path, { durability: "process" });
  const key = await values.save("one");
  for (const table of ["values", "calls"]) {
    const [plan] = plansOf(path, [
      [`select "id" from "${table}" where "id" >= ? and "id" < ? order by "id" limit 1024`, "abcd", "abce"],
    ]);
    expect(plan).toMatch(/^SEARCH (?:values|calls) USING COVERING INDEX \S+ \(id>\? AND id<\?\)$/);
  }
  expect(await values.expand(key.slice(0, 4))).toBe(key);
});

test("among many keys, a short digest is found as fast as among few", { timeout: 60_000 }, async () => {
  const path = join(tempFolder(), "many.db");
  await using values = new SqliteValues(path, { durability: "process" });
  const key = await values.save("one");
  const raw = openRaw(path);
  const insert = raw.prepare(
    `insert into "values" (id, model_type, namespace, data, version) values (?, 'value', '', '1', 1)`,
  );
  raw.exec("begin");
  for (let i = 0; i < 50_000; i++) insert.run(randomBytes(32).toString("hex"));
  raw.exec("commit");
  raw.close();
  expect(await values.expand(key.slice(0, 12))).toBe(key);
  const start = performance.now();
  for (let i = 0; i < 200; i++) await values.contains(key.slice(0, 12));
  // A scan of 50,000 keys takes some 2 ms a time.
  expect((performance.now() - start) / 200).toBeLessThan(1);
});

test("queries go through indexes, and never through all calls", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path, { durability: "process" });
  for (let i = 0; i < 50; i++) {
    await calls.save({ name: `f${i % 5}`, arguments: { i, half: i % 2 }, result: i, metadata: { run: { n: i } } });
  }
  const { callQuery } = await import("../src/sql/call-queries.ts");
  const { parseTemplate } = await import("../../core/src/calls/call-pattern.ts");
  const { Kysely, SqliteAdapter, DummyDriver, SqliteIntrospector, SqliteQueryCompiler } = await import("kysely");
  const db = new Kysely<never>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (each) => new SqliteIntrospector(each),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const planOf = (template: CallTemplate): string => {
    const { query, values } = callQuery(db as never, parseTemplate(template));
    const bound = query.names.map((name) => values.get(name) ?? (name === "now" ? 0 : ""));
    return plansOf(path, [[query.sql, ...bound]])[0] as string;
  };
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
    const plan = planOf(template);
    expect(plan, JSON.stringify(plan)).not.toMatch(/SCAN/);
    expect(plan).toMatch(/SEARCH/);
  }
});

test("what is loaded is checked against its digest", async () => {
  const path = join(tempFolder(), "values.db");
  await using values = new SqliteValues(path);
  const [key, bytes] = [await values.save({ n: 1 }), await values.save(new Float64Array(2_000))];
  const raw = openRaw(path);
  expect(raw.prepare(`select typeof(data), length(data) from "values" where id = ?`).raw().get(bytes)).toEqual([
    "blob",
    16_000,
  ]);
  raw.prepare(`update "values" set data = '{"n":2}' where id = ?`).run(key);
  raw.prepare(`update "values" set data = zeroblob(8) where id = ?`).run(bytes);
  raw.close();
  await expectCode(values.load(key), "CORRUPT_RECORD");
  await expectCode(values.load(bytes), "CORRUPT_RECORD");
});

test("a call, its arguments and what is said of it go together", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path);
  const key = await calls.save({ name: "f", arguments: { a: 1, b: 2 }, metadata: { run: { n: 1 }, empty: {} } });
  const raw = openRaw(path);
  const rows = (table: string): unknown[] => raw.prepare(`select * from ${table} order by 1, 2, 3`).raw().all();
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
  expect(() => raw.prepare("insert into arguments values ('none', 'a', 'b')").run()).toThrow("FOREIGN KEY");
  await calls.evict(key);
  expect(rows("arguments")).toEqual([]);
  raw.close();
});

test("values that share nine tenths of their parts take under a fifth of the space", { timeout: 60_000 }, async () => {
  const part = (i: number): unknown => ({ i, samples: Array.from({ length: 500 }, (_, k) => i * 1_000 + k) });
  const shared = Array.from({ length: 9 }, (_, i) => part(i));
  const numbered = (i: number): unknown => ({ i, parts: [...shared, part(100 + i)] });
  const Split: Constructor<SqliteStorage & ValueStorage> = ValuesMixin(DestructuringMixin(SqliteStorage));
  const sizes: number[] = [];
  for (const Values of [SqliteValues, Split] as const) {
    const path = join(tempFolder(), "values.db");
    await using values = new Values(path, { durability: "process" });
    const keys = await Promise.all(Array.from({ length: 1_000 }, (_, i) => values.save(numbered(i))));
    expectSame(await values.load(keys[7] as string), numbered(7));
    const raw = openRaw(path);
    sizes.push(
      raw
        .prepare(`select sum(length(id) + length(data) + length(coalesce(types, ''))) from "values"`)
        .pluck()
        .get() as number,
    );
    raw.close();
  }
  const [whole = 0, split = 0] = sizes;
  expect(split / whole).toBeLessThan(0.2);
});

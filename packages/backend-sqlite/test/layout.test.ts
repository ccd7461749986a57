import { fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { Kysely, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { number } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteCache, SqliteCalls, SqliteValues } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const PYTHON =
  "create table results (id TEXT PRIMARY KEY, model_type TEXT NOT NULL, namespace TEXT NOT NULL, data TEXT NOT NULL, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)";
const OTHERS = `
  create table metadata (k text primary key, v text); create table cache (key text primary key, value blob);
  create table calls (id integer primary key, phone text); create table "values" (id integer primary key, x real);
  create table arguments (id integer primary key, x real); create table leases (flat text, tenant text);
  create table journal (n integer primary key, line text); create table cache_tags (tag text);
  create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null);
  create table kysely_migration_lock (id varchar(255) primary key, is_locked integer default 0 not null);
  insert into kysely_migration values ('2024_init', '2024-01-01T00:00:00.000Z');
  create view broken as select * from there_is_no_such_table;
  create virtual table search using fts5(text);`;

/** Uses every face, and so makes every table. */
async function useAll(path: string): Promise<void> {
  await using results = new SqliteBackend(path, { registry });
  await using cache = new SqliteCache(path, { registry });
  await using values = new SqliteValues(path, { registry });
  await using calls = new SqliteCalls(path, { registry });
  expect(await results.getOrCompute("a", Count, () => 1)).toBe(1);
  await cache.setValue("a", 1, { tags: ["t"] });
  expect(await values.load(await values.save([1]))).toEqual([1]);
  await calls.save({ name: "f", arguments: { a: 1 }, result: 2 });
}

function tablesIn(path: string): unknown[] {
  const raw = openRaw(path);
  const names = raw.prepare("select name from sqlite_master where type = 'table' order by name").pluck().all();
  raw.close();
  return names;
}

test("in a database of others, whatever its tables are called, theirs stay as they are", async () => {
  const path = join(tempFolder(), "app.db");
  const app = openRaw(path);
  app.exec(OTHERS);
  const theirs = "select name, sql from sqlite_master where name not glob '*results*' order by name";
  const before = app.prepare(theirs).all();
  await useAll(path);
  expect(app.prepare(theirs).all()).toEqual(before);
  expect(app.prepare("select name from kysely_migration").pluck().all()).toEqual(["2024_init"]);
  app.close();
});

test("every name that is made begins with our prefix, but for 'results'", async () => {
  const path = join(tempFolder(), "own.db");
  await useAll(path);
  const raw = openRaw(path);
  const made = raw.prepare("select name from sqlite_master where name not glob 'sqlite_*'").pluck().all() as string[];
  raw.close();
  expect(made.filter((name) => !name.startsWith("results_manager_"))).toEqual(["results"]);
});

test("only the tables of what is used are made", async () => {
  const folder = tempFolder();
  const migrations = ["results_manager_migration_lock", "results_manager_migrations"];
  const faces = [
    [SqliteBackend, ["results", "results_manager_leases", "results_manager_models"]],
    [SqliteCache, ["results_manager_cache", "results_manager_cache_leases", "results_manager_cache_tags"]],
    [SqliteValues, ["results_manager_journal", "results_manager_value_aliases", "results_manager_values"]],
  ] as const;
  for (const [Face, tables] of faces) {
    const path = join(folder, `${Face.name}.db`);
    const store = new Face(path, { registry });
    expect(tablesIn(path)).toEqual([]);
    if (store instanceof SqliteBackend) await store.set("a", 1, { model: Count });
    else if (store instanceof SqliteCache) await store.setValue("a", 1);
    else await store.save(1);
    await store.close();
    expect(tablesIn(path)).toEqual([...tables, ...migrations].sort());
  }
});

test("a store that only reads makes no table of models", async () => {
  const path = join(tempFolder(), "read.db");
  await using store = new SqliteBackend(path, { registry });
  expect(await store.listIds()).toEqual([]);
  expect(await store.schemas()).toEqual([]);
  expect(tablesIn(path)).not.toContain("results_manager_models");
});

test("a read-only store lists the models of a database, also of one without their table", async () => {
  const path = join(tempFolder(), "read-only.db");
  const store = new SqliteBackend(path, { registry });
  await store.set("a", 1, { model: Count });
  await store.close();
  const names = async (): Promise<readonly string[]> => {
    await using reading = new SqliteBackend(path, { registry, readOnly: true });
    return (await reading.schemas()).map(({ name }) => name);
  };
  expect(await names()).toEqual([Count.name]);
  const raw = openRaw(path);
  raw.exec("drop table results_manager_models; delete from results_manager_migrations where name = '0001_models'");
  raw.close();
  expect(await names()).toEqual([]);
});

test("an application's own migrations go on working, whichever comes first", async () => {
  const folder = tempFolder();
  const migrateApp = async (path: string): Promise<unknown> => {
    const database = openRaw(path) as unknown as ConstructorParameters<typeof SqliteDialect>[0]["database"];
    const db = new Kysely({ dialect: new SqliteDialect({ database }) });
    const users = {
      up: (app: Kysely<unknown>) => app.schema.createTable("users").addColumn("id", "integer").execute(),
    };
    const { error } = await new Migrator({
      db,
      provider: { getMigrations: async () => ({ users }) },
    }).migrateToLatest();
    await db.destroy();
    return error;
  };
  expect(await migrateApp(join(folder, "app-first.db"))).toBeUndefined();
  await useAll(join(folder, "app-first.db"));
  await useAll(join(folder, "ours-first.db"));
  expect(await migrateApp(join(folder, "ours-first.db"))).toBeUndefined();
});

test.each([
  ["of other columns", "create table results (id integer primary key, score real)", /no column 'model_type'/],
  ["without a key", PYTHON.replace(" PRIMARY KEY", ""), /'id' is not unique/],
  [
    "with a key of two columns",
    PYTHON.replace(" PRIMARY KEY", "").replace(/\)$/, ", primary key (id, namespace))"),
    /'id' is not unique/,
  ],
  ["with a key that knows no case", PYTHON.replace("id TEXT", "id TEXT COLLATE NOCASE"), /'id' is not unique/],
  ["with numbers for ids", PYTHON.replace("id TEXT", "id INTEGER"), /'id' is INTEGER/],
  ["with a column that must be filled", PYTHON.replace(/\)$/, ", owner TEXT NOT NULL)"), /'owner' has no default/],
  ["with versions that are text", PYTHON.replace(/\)$/, ", version TEXT)"), /'version' is TEXT, not a number/],
  ["with times that are text", PYTHON.replace(/\)$/, ", expires_at TEXT)"), /'expires_at' is TEXT, not a number/],
  ["with types that are numbers", PYTHON.replace(/\)$/, ", types INTEGER)"), /'types' is INTEGER, not text/],
  ["with types that must be there", PYTHON.replace(/\)$/, ", types TEXT NOT NULL DEFAULT '')"), /'types' must not be/],
  ["that is a view", "create view results as select 1 as id", /it is a view/],
  [
    "that is virtual",
    "create virtual table results using fts5(id, model_type, namespace, data, created_at, updated_at)",
    /it is a virtual/,
  ],
  ["called Results", "create table Results (id integer primary key)", /no column/],
])("a 'results' %s is refused, and left as it is", async (_what, sql, message) => {
  const path = join(tempFolder(), "other.db");
  const raw = openRaw(path);
  raw.exec(sql);
  raw.close();
  const before = readFileSync(path);
  const results = new SqliteBackend(path, { registry });
  const refused = { code: "STORAGE_FAILED", message };
  await expect(results.set("a", 1, { model: Count })).rejects.toMatchObject(refused);
  await expect(results.get("a", Count)).rejects.toMatchObject(refused);
  await expect(results.listIds()).rejects.toMatchObject(refused);
  await results.close();
  expect(readFileSync(path).equals(before)).toBe(true);
});

test("a 'results' of another does not keep a cache out of the database", async () => {
  const path = join(tempFolder(), "other.db");
  const raw = openRaw(path);
  raw.exec("create table results (id integer primary key, score real); insert into results values (1, 2.5)");
  await using cache = new SqliteCache(path);
  await cache.setValue("a", 1);
  expect(await cache.getValue("a")).toBe(1);
  expect(raw.prepare("select * from results").all()).toEqual([{ id: 1, score: 2.5 }]);
  raw.close();
});

test("a database of a newer layout is STORE_TOO_NEW, and left as it is", async () => {
  const path = join(tempFolder(), "new.db");
  const older = new SqliteBackend(path, { registry });
  await older.set("a", 1, { model: Count });
  await older.close();
  const raw = openRaw(path);
  raw.exec("insert into results_manager_migrations values ('0007_results', '2030-01-01T00:00:00.000Z')");
  raw.close();
  const before = readFileSync(path);
  const tooNew = { code: "STORE_TOO_NEW", version: 7, supported: 1 };
  for (const options of [{ registry }, { registry, readOnly: true }]) {
    const results = new SqliteBackend(path, options);
    await expect(results.get("a", Count)).rejects.toMatchObject(tooNew);
    await expect(results.set("b", 1, { model: Count })).rejects.toMatchObject(tooNew);
    await results.close();
  }
  await using cache = new SqliteCache(path);
  await expect(cache.getValue("a")).rejects.toMatchObject(tooNew);
  expect(readFileSync(path).equals(before)).toBe(true);
});

test.each(["UTF-16le", "UTF-16be"])(
  "a database whose text is %s is refused: its order is not that of code points",
  async (encoding) => {
    const path = join(tempFolder(), "wide.db");
    const raw = openRaw(path);
    raw.pragma(`encoding = '${encoding}'`);
    raw.exec(PYTHON);
    raw.close();
    await using results = new SqliteBackend(path, { registry });
    const refused = { code: "STORAGE_FAILED", message: expect.stringContaining(encoding) };
    await expect(results.set("a", 1, { model: Count })).rejects.toMatchObject(refused);
    await expect(results.listIds("a")).rejects.toMatchObject(refused);
  },
);

test("what a transaction made is made again when that was undone", async () => {
  const path = join(tempFolder(), "calls.db");
  await using calls = new SqliteCalls(path);
  expect(await calls.values.list()).toEqual([]);
  const raw = openRaw(path);
  raw.exec("create trigger refuse before insert on results_manager_values begin select raise(rollback, 'no'); end");
  await expect(calls.save({ name: "f", arguments: { a: [1] } })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
  expect(tablesIn(path)).not.toContain("results_manager_calls");
  raw.exec("drop trigger refuse");
  raw.close();
  const key = await calls.save({ name: "f", arguments: { a: [1] } });
  expect(await calls.contains(key)).toBe(true);
});

test("faces that are opened at once by many processes make their tables once", async () => {
  const path = join(tempFolder(), "new.db");
  const script = join(import.meta.dirname, "children", "use-all-faces.ts");
  const start = (): ReturnType<typeof fork> => fork(script, [path], { execArgv: moduleFlags() });
  const children = Array.from({ length: 6 }, start);
  expect(await Promise.all(children.map((child) => once(child, "exit")))).toEqual(Array(6).fill([0, null]));
  const raw = openRaw(path);
  const seen = raw.prepare("select name from results_manager_migrations order by name").pluck().all();
  expect(seen).toEqual(["0001_cache", "0001_calls", "0001_models", "0001_results", "0001_values"]);
  raw.close();
});

import { join } from "node:path";
import { MemoryBackend, ModelRegistry } from "@results-manager/core";
import { collect, tempFolder } from "@results-manager/testing";
import { any, number, object, string } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteCache } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const registry = new ModelRegistry();
const Person = registry.register("Person", object({ name: string(), age: number() }));
const Lab = registry.register("Person", object({ name: string(), lab: string() }), { namespace: "lab" });

/** The layout of the Python library. */
const PYTHON = `
  CREATE TABLE results (
    id TEXT PRIMARY KEY, model_type TEXT NOT NULL, namespace TEXT NOT NULL, data TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
  );
  CREATE INDEX idx_results_model_type ON results (model_type);
  CREATE INDEX idx_results_namespace ON results (namespace);
  INSERT INTO results (id, model_type, namespace, data, created_at) VALUES
    ('people/ann', 'Person', 'default', '{"name": "Ann", "age": 40}', '2024-03-01 10:20:30'),
    ('people/Bob', 'Person', 'lab', '{"name": "Bob", "lab": "7"}', '2024-03-01T10:20:30.123456');
`;
const REPLACE =
  "INSERT OR REPLACE INTO results (id, model_type, namespace, data, updated_at) VALUES (?, ?, ?, ?, CURRENT_TIMESTAMP)";

test("a database made by the Python library opens, reads, and gains what it lacks", async () => {
  const path = join(tempFolder(), "python.db");
  const python = openRaw(path);
  python.exec(PYTHON);
  await using results = new SqliteBackend(path, { registry });
  expect(await results.listIds()).toEqual(["people/Bob", "people/ann"]);
  expect(await results.get("people/ann")).toEqual({ name: "Ann", age: 40 });
  expect(await results.get("people/Bob", Lab)).toEqual({ name: "Bob", lab: "7" });
  expect(await results.info("people/ann")).toMatchObject({
    version: 1,
    createdAt: new Date("2024-03-01T10:20:30.000Z"),
    expiresAt: undefined,
  });
  expect((await results.info("people/Bob")).createdAt).toEqual(new Date("2024-03-01T10:20:30.123Z"));
  const columns = python.prepare("select name from pragma_table_info('results')").pluck().all();
  expect(columns).toEqual(expect.arrayContaining(["version", "types", "expires_at"]));
  const indexes = python.prepare("select name from pragma_index_list('results')").pluck().all();
  expect(indexes).toEqual(expect.arrayContaining(["idx_results_model_type", "idx_results_namespace"]));
  await results.set("people/ann", { name: "Ann", age: 41 }, { model: Person, behavior: "overwrite" });
  expect((await results.info("people/ann")).createdAt).toEqual(new Date("2024-03-01T10:20:30.000Z"));
  python.close();
});

test("the Python library can go on reading and replacing, in a database of ours too", async () => {
  const path = join(tempFolder(), "ours.db");
  await using results = new SqliteBackend(path, { registry });
  await results.set("people/ann", { name: "Ann", age: 40 }, { model: Person, ttlSeconds: 1000 });
  const python = openRaw(path);
  const read = python.prepare("SELECT model_type, namespace, data FROM results WHERE id = ?");
  expect(read.get("people/ann")).toEqual({
    model_type: "Person",
    namespace: "default",
    data: '{"name":"Ann","age":40}',
  });
  const update = results.update("people/ann", Person, async (ann) => {
    // It comes between the reading and the writing of the first attempt, and is seen by the second.
    if (ann?.age === 40) python.prepare(REPLACE).run("people/ann", "Person", "default", '{"name": "Ann", "age": 50}');
    return { name: "Ann", age: (ann?.age ?? 0) + 1 };
  });
  expect(await update).toEqual({ name: "Ann", age: 51 });
  python.prepare(REPLACE).run("people/new", "Person", "lab", '{"name": "New", "lab": "1"}');
  python.close();
  expect(await results.get("people/new")).toEqual({ name: "New", lab: "1" });
  expect((await results.info("people/new")).createdAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
  expect((await results.info("people/new")).expiresAt).toBeUndefined();
});

test.each([
  ["data that is no JSON", "data", "{'name': 'Ann'}"],
  ["data that is no text", "data", Buffer.from([1, 2])],
  ["a version that is none", "version", "two"],
  ["an expiry that is none", "expires_at", "soon"],
  ["types that are none", "types", '["Date"]'],
])("a row with %s is CORRUPT_RECORD for its id alone", async (_what, column, value) => {
  const path = join(tempFolder(), "results.db");
  await using results = new SqliteBackend(path, { registry });
  const entries = ["a", "b", "c"].map((id, age) => [id, { name: id, age }] as const);
  await results.setMany(entries, { model: Person });
  const raw = openRaw(path);
  raw.prepare(`update results set ${column} = ? where id = 'b'`).run(value);
  raw.close();
  const settled = await Promise.allSettled(["a", "b", "c"].map((id) => results.get(id, Person)));
  expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(settled[1]).toMatchObject({
    reason: { code: "CORRUPT_RECORD", id: "b", location: expect.stringContaining(path) },
  });
  expect(await results.listIds()).toEqual(["a", "b", "c"]);
  expect(await results.exists("b")).toBe(true);
  expect(await results.set("b", { name: "b", age: 9 }, { model: Person, behavior: "overwrite" })).toBe(true);
  expect(await results.get("b", Person)).toEqual({ name: "b", age: 9 });
});

test("numbers of Python that JSON does not know, and a namespace that is not said, are read", async () => {
  const path = join(tempFolder(), "python.db");
  const Anything = registry.register("Anything", any());
  const python = openRaw(path);
  python.exec(PYTHON.replace("namespace TEXT NOT NULL", "namespace TEXT"));
  const insert = python.prepare("INSERT INTO results (id, model_type, namespace, data) VALUES (?, 'Anything', ?, ?)");
  const read: readonly (readonly [id: string, text: string, value: unknown])[] = [
    [
      "nan",
      '{"loss": NaN, "tags": ["NaN, Infinity", -Infinity]}',
      { loss: Number.NaN, tags: ["NaN, Infinity", Number.NEGATIVE_INFINITY] },
    ],
    ["integer", '{"n": 9007199254740993}', { n: 9007199254740993n }],
    ["plain", '{"n": 9007199254740991}', { n: 9007199254740991 }],
    ["bare", "Infinity", Number.POSITIVE_INFINITY],
    ["minus zero", "[-0.0]", [-0]],
  ];
  for (const [id, text] of read) insert.run(id, id === "plain" ? null : "default", text);
  insert.run("torn", "default", '{"loss": NaN');
  insert.run("deep", "default", "[".repeat(1500) + "]".repeat(1500));
  python.close();
  await using results = new SqliteBackend(path, { registry });
  for (const [id, , value] of read) expect(await results.get(id)).toEqual(value);
  for (const id of ["torn", "deep"]) await expect(results.get(id)).rejects.toMatchObject({ code: "CORRUPT_RECORD" });
  // Written by this library, a large number is the number it was.
  await results.set("large", 2 ** 60, { model: Anything });
  expect(await results.get("large")).toBe(2 ** 60);
  await using copy = new MemoryBackend({ registry });
  await results.deleteMany(["torn", "deep"]);
  await results.copyTo(copy);
  for (const [id, , value] of read) expect(await copy.get(id)).toEqual(value);
});

test("text whose bytes are no UTF-8 is corrupt, and U+FFFD itself is a character", async () => {
  const path = join(tempFolder(), "python.db");
  const Text = registry.register("Text", any());
  const python = openRaw(path);
  python.exec(PYTHON);
  const torn = "cast(x'22c3ff22' as text)";
  python.exec(`INSERT INTO results (id, model_type, namespace, data) VALUES
    ('data', 'Text', 'default', ${torn}), ('name', ${torn}, 'default', '1'), ('namespace', 'Text', ${torn}, '1'),
    ('whole', 'Text', 'default', '"\ufffd"')`);
  python.close();
  await using results = new SqliteBackend(path, { registry });
  const corrupt = { code: "CORRUPT_RECORD", message: /not valid UTF-8/ };
  for (const id of ["data", "name", "namespace"]) await expect(results.get(id)).rejects.toMatchObject(corrupt);
  expect(await results.get("whole")).toBe("\ufffd");
  await results.set("data", "mended \ufffd", { model: Text, behavior: "overwrite" });
  expect(await results.get("data")).toBe("mended \ufffd");
  expect(await results.clear()).toBe(6);
});

test("a row of ours that is nested too deep keeps no other from being copied, or listed by its tags", async () => {
  const path = join(tempFolder(), "ours.db");
  const model = registry.register("Deep", any());
  await using results = new SqliteBackend(path, { registry });
  await using cache = new SqliteCache(path, { registry });
  for (const id of ["a", "b"]) await results.set(id, 1, { model });
  for (const key of ["a", "b"]) await cache.setValue(key, 1, { tags: ["t"] });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  const raw = openRaw(path);
  for (const table of ["results", "results_manager_cache"])
    raw.prepare(`update ${table} set data = ? where id = 'a'`).run(deep);
  raw.close();
  await using memory = new MemoryBackend({ registry });
  expect(await results.copyTo(memory, { onError: () => {} })).toMatchObject({ copied: 1, failed: ["a"] });
  expect(await collect(cache.keys())).toContain("b");
  expect(await cache.prune()).toBeTypeOf("number");
});

test("rows whose ids are none are neither listed nor in the way of others", async () => {
  const path = join(tempFolder(), "python.db");
  const python = openRaw(path);
  python.exec(PYTHON);
  const insert = python.prepare(
    "INSERT INTO results (id, model_type, namespace, data) VALUES (?, 'Person', 'default', '1')",
  );
  const none = ["", "/", "a//b", "/a", "a/", "..", "a/../b", "a/./b", "tab\tbed", "x".repeat(201), "nul\0", "\u0085"];
  for (const id of [...none, null, Buffer.from("bytes"), 12.5, "a", "~"]) insert.run(id);
  await using results = new SqliteBackend(path, { registry });
  const ids = await results.listIds();
  expect(ids).toEqual(["12.5", "a", "people/Bob", "people/ann", "~"]);
  for (const id of ids) expect(await results.exists(id)).toBe(true);
  expect(await collect(results.ids(undefined, { limit: 2 }))).toEqual(["12.5", "a"]);
  expect(await results.listIds("a")).toEqual(["a"]);
  expect(await results.prune()).toBe(0);
  expect(await results.clear()).toBe(5);
  expect(python.prepare("select count(*) from results").pluck().get()).toBe(none.length + 2);
  python.close();
});

import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { number, object, string } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";
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

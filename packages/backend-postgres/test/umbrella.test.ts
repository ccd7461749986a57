import { expectCode, failureOf } from "@results-manager/testing";
import * as v from "valibot";
import { afterAll, expect, inject, onTestFinished, test } from "vitest";
import {
  ModelRegistry,
  memoize,
  openCache,
  openCalls,
  openResults,
  openStore,
} from "../../results-manager/src/index.ts";
import { newSchemaName, runRaw } from "./new-schema.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", v.number());
const schema = newSchemaName();

afterAll(() => runRaw(`drop schema if exists ${schema} cascade`));

test("a URL opens all faces of one schema over one set of connections", async () => {
  const url = inject("postgresUrl");
  await using store = await openStore(url, { registry, schema, maxEntries: 3 });
  const square = memoize((n: number) => n * n, { storage: store.calls, name: "square", parameters: ["n"] });
  await store.results.set("a", 1, { model: Count });
  await store.cache.setValue("a", 2);
  expect(await store.values.load(await store.values.save([3]))).toEqual([3]);
  expect(await square(2)).toBe(4);
  for (const face of [store.cache, store.values, store.calls]) expect(face.storage).toBe(store.results.storage);
  await using results = await openResults(url.replace("postgres:", "postgresql:"), { registry, schema });
  await using cache = await openCache(new URL(url), { schema });
  await using calls = await openCalls(url, { schema });
  expect([await results.get("a"), await cache.getValue("a"), await calls.list()]).toMatchObject([1, 2, { length: 1 }]);
});

test("faces are those that hold records, and telling makes no table", async () => {
  const other = newSchemaName();
  onTestFinished(() => runRaw(`drop schema if exists ${other} cascade`));
  await using store = await openStore(inject("postgresUrl"), { registry, schema: other });
  const tables = `select count(*)::int as count from pg_tables where schemaname = '${other}'`;
  const before = await runRaw(tables);
  expect(await store.faces()).toEqual([]);
  expect(await runRaw(tables)).toEqual(before);
  await store.values.save([1]);
  expect(await store.faces()).toEqual(["values"]);
});

test("opening fails where there is no server, no database and no store", async () => {
  const url = inject("postgresUrl");
  await expectCode(openResults("postgres://127.0.0.1:1/none", { timeoutMs: 200 }), "STORAGE_UNREACHABLE");
  const wrong = await failureOf(openResults("postgres://127.0.0.1:1/none", { timeoutMs: 300_000 }));
  expect(wrong).toMatchObject({
    code: "STORAGE_UNREACHABLE",
    message: expect.stringMatching(/ECONNREFUSED.*Check host and port/),
  });
  const missing = new URL(url);
  missing.pathname = "/there_is_no_such_database";
  await expectCode(openResults(missing), "STORAGE_FAILED");
  await expectCode(openStore(url, { schema: newSchemaName(), createIfMissing: false }), "STORE_NOT_FOUND");
});

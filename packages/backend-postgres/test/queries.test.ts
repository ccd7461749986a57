import { ModelRegistry } from "@results-manager/core";
import { recordQueries } from "@results-manager/sql/queries";
import { any } from "valibot";
import { expect, inject, test } from "vitest";
import { PostgresBackend, PostgresStorage } from "../src/index.ts";
import { compilingKysely } from "../src/tables/compiling-kysely.ts";
import { inNewSchema, runRaw } from "./new-schema.ts";
import { connectRaw } from "./raw-client.ts";

const registry = new ModelRegistry();
const Any = registry.register("Any", any());

test("a listing reads the index, also of a table that the server knows nothing about yet", async () => {
  const storage = inNewSchema((schema) => new PostgresStorage(inject("postgresUrl"), { schema }));
  await storage.open().ready("results");
  const table = `${storage.schema}.results`;
  await runRaw(
    `insert into ${table} (id, model_type, namespace, data, created_at, updated_at)
     select 'id/' || i, 'm', 'default', repeat('x', 500), '', '' from generate_series(1, 5000) as i`,
  );
  const { listLasting, listLastingBefore } = recordQueries(compilingKysely(storage.schema), "results");
  for (const [text, values] of [
    [listLasting(), ["id/", "id/"]],
    [listLastingBefore(), ["id/1/", "id/10", "id/1/", "id/10"]],
  ] as const) {
    const plan = JSON.stringify(await runRaw(`explain ${text}`, values));
    expect(plan).toContain("results_pkey");
    expect(plan).not.toContain("Seq Scan");
  }
  await storage.dispose();
});

test("people read data as jsonb, where that can hold it", async () => {
  const store = inNewSchema((schema) => new PostgresBackend(inject("postgresUrl"), { registry, schema }));
  const results = store.open();
  await results.set("a", { n: 1, list: [true] }, { model: Any });
  await results.set("b", { text: "\0" }, { model: Any });
  const client = await connectRaw(inject("postgresUrl"));
  // As for a large table, of which several processes of the server read a part each.
  await client.query("set min_parallel_table_scan_size = 0; set parallel_setup_cost = 0; set parallel_tuple_cost = 0");
  const { rows: found } = await client.query(
    `select id, ${store.schema}.try_jsonb(data) -> 'n' as n from ${store.schema}.results order by id`,
  );
  await client.end();
  expect(found).toEqual([
    { id: "a", n: 1 },
    { id: "b", n: null },
  ]);
  await store.dispose();
});

test("a statement is prepared again after the type of a column has changed", async () => {
  const store = inNewSchema(
    (schema) => new PostgresBackend(inject("postgresUrl"), { registry, schema, timeoutMs: 5_000 }),
  );
  const results = store.open();
  await results.set("a", 1, { model: Any });
  expect(await results.get("a")).toBe(1);
  await runRaw(`alter table ${store.schema}.results alter column version type int`);
  expect(await results.get("a")).toBe(1);
  await runRaw(`alter table ${store.schema}.results alter column version type bigint`);
  expect(await results.getMany(["a", "b"])).toEqual([1, undefined]);
  expect(await results.get("a")).toBe(1);
  await store.dispose();
});

test("values of all sizes and kinds arrive as they were sent", async () => {
  const store = inNewSchema((schema) => new PostgresBackend(inject("postgresUrl"), { registry, schema }));
  const results = store.open();
  for (const value of [
    "",
    "ß\u{1F600}\n\0",
    "x".repeat(100_000),
    new Uint8Array([0, 1, 255]),
    -0,
    1e300,
    2n ** 80n,
    [null],
  ]) {
    await results.set("ß/\u{1F600}", value, { model: Any, behavior: "overwrite", ttlSeconds: 1e8 });
    expect(await results.get("ß/\u{1F600}")).toEqual(value);
  }
  await store.dispose();
});

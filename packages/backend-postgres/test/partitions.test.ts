import { CacheFace, ModelRegistry, ResultsFace } from "@results-manager/core";
import { expectCode } from "@results-manager/testing";
import { number } from "valibot";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { PostgresBackend, PostgresStorage } from "../src/index.ts";
import { RecordTexts } from "../src/records/record-texts.ts";
import { newSchemaName, runRaw } from "./new-schema.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const IDS = Array.from({ length: 600 }, (_, i) => `id/${i}`);
let schema: string;

beforeEach(() => {
  schema = newSchemaName();
});

afterEach(() => runRaw(`drop schema if exists ${schema} cascade`));

test("a store with partitions does all that others do, and its records are divided among them", async () => {
  await using storage = new PostgresStorage(inject("postgresUrl"), { registry, schema, partitions: 4 });
  const results = new ResultsFace(storage);
  for (const behavior of ["skip_if_exists", "overwrite", "raise_if_different"] as const) {
    const entries = IDS.map((id, i) => [id, i] as const);
    await results.setMany(entries, { model: Count, behavior });
  }
  await results.setMany(
    IDS.map((id, i) => [`more/${id}`, i]),
    { model: Count },
  );
  expect(await results.listIds("id")).toEqual(IDS.toSorted());
  expect(await results.getMany(IDS, Count)).toEqual(IDS.map((_, i) => i));
  expect(await results.update("id/7", Count, (n = 0) => n + 1)).toBe(8);
  expect(await results.getOrCompute("computed", Count, () => 1)).toBe(1);
  expect(await results.clear("more")).toBe(IDS.length);
  expect(await results.deleteMany(["id/1", "id/2", "none"])).toBe(2);
  const cache = new CacheFace(storage);
  expect(await Promise.all([cache.incr("n"), cache.incr("n")])).toEqual([1, 2]);
  const divided = await runRaw(
    `select tableoid::regclass as part, count(*)::int as n from ${schema}.results group by 1 order by 1`,
  );
  expect(divided).toHaveLength(4);
  for (const { n } of divided) expect(Number(n)).toBeGreaterThan(IDS.length / 8);
});

test("the server looks for each of many keys in one partition", async () => {
  await using results = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions: 4 });
  await results.setMany(
    IDS.map((id, i) => [id, i]),
    { model: Count },
  );
  const text = new RecordTexts(schema, "results", false).of("find", IDS.length);
  const plan = await runRaw(`explain (analyze, format json) ${text}`, [IDS]);
  const scans = [
    ...JSON.stringify(plan).matchAll(/"Node Type":"[^"]*Scan","[^{}]*?"Relation Name":"[^{}]*?"Actual Loops":(\d+)/g),
  ];
  const loops = scans.reduce((sum, [, count]) => sum + Number(count), 0);
  expect(loops).toBe(IDS.length);
});

test("a schema keeps its number of partitions", async () => {
  await using made = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions: 4 });
  await made.set("a", 1, { model: Count });
  for (const partitions of [undefined, 4]) {
    await using same = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions });
    expect(await same.get("a", Count)).toBe(1);
  }
  for (const partitions of [1, 8]) {
    await using other = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions });
    const error = await expectCode(other.get("a", Count), "STORAGE_FAILED");
    expect(error.message).toContain("4 partitions");
  }
});

test("plain tables are not divided later", async () => {
  await using plain = new PostgresBackend(inject("postgresUrl"), { registry, schema });
  await plain.set("a", 1, { model: Count });
  await using divided = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions: 4 });
  await expectCode(divided.set("b", 1, { model: Count }), "STORAGE_FAILED");
  await using same = new PostgresBackend(inject("postgresUrl"), { registry, schema, partitions: 1 });
  expect(await same.listIds()).toEqual(["a"]);
});

test.for([0, 1.5, 2000])("%d is no number of partitions", (partitions) => {
  expect(() => new PostgresBackend(inject("postgresUrl"), { schema, partitions })).toThrow(RangeError);
});

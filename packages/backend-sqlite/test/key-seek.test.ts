import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { collect, tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";
import { openRaw } from "./open-raw.ts";

const MANY = 150_000;
const FLAT = 700;

test("children with many ids below them, and many without, are counted without those that have expired", async () => {
  const path = join(tempFolder(), "results.db");
  const registry = new ModelRegistry();
  const model = registry.register("N", v.number());
  await using results = new SqliteBackend(path, { registry, durability: "process" });
  await results.set("many/0", 1, { model });
  await results.set("last", 1, { model });
  const raw = openRaw(path);
  onTestFinished(() => void raw.close());
  const insert = `with recursive i(n) as (select 1 union all select n + 1 from i where n < ?)
    insert into results (id, model_type, namespace, data) select ? || n, 'N', 'default', '1' from i`;
  raw.prepare(insert).run(MANY, "many/");
  raw.prepare(insert).run(FLAT, "flat-");
  const children = async (): Promise<Map<string, number>> => {
    const found = await collect(results.children());
    expect(await collect(results.children(undefined, { order: "desc" }))).toEqual(found.toReversed());
    return new Map(found.map(({ id, count }) => [id, count]));
  };
  const found = await children();
  expect([found.size, found.get("many"), found.get("last"), found.get(`flat-${FLAT}`)]).toEqual([
    ...[FLAT + 2, MANY + 1, 1, 1],
  ]);
  raw.prepare("update results set expires_at = 1 where id like 'many/%7' or id = 'flat-7'").run();
  const living = await children();
  expect([living.size, living.get("many"), living.get("flat-7")]).toEqual([FLAT + 1, MANY + 1 - MANY / 10, undefined]);
});

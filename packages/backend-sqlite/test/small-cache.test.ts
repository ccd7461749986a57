import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { collect, tempFolder } from "@results-manager/testing";
import * as v from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const Run = registry.register("Run", v.object({ n: v.number(), text: v.string() }));
const runs = Array.from({ length: 2000 }, (_, i) => [`r/${i}`, { n: i, text: "x".repeat(500) }] as const);

test("a database with a small cache is read as another one, while other connections write, and shrink it", async () => {
  const path = join(tempFolder(), "x.db");
  await using writer = new SqliteBackend(path, { registry, durability: "process" });
  await writer.setMany(runs, { model: Run });
  await using small = new SqliteBackend(path, { registry, readOnly: true, cacheBytes: 1 });
  const found = async (store: SqliteBackend) => ({
    ids: await store.listIds(),
    children: await collect(store.children("r")),
    large: await collect(store.findIds(Run, { where: { n: { gte: 1000 } }, orderBy: ["-n"] })),
    one: await store.get("r/7", Run),
  });
  expect(await found(small)).toEqual(await found(writer));
  expect((await found(small)).large).toHaveLength(1000);
  await writer.deleteMany(runs.slice(8).map(([id]) => id));
  expect(await writer.compact()).toBeGreaterThan(500_000);
  expect(await found(small)).toEqual(await found(writer));
  expect((await found(small)).ids).toHaveLength(8);
  await writer.setMany(runs, { model: Run, behavior: "overwrite" });
  expect(await found(small)).toEqual(await found(writer));
});

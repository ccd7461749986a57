import { copyFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test } from "vitest";
import { SqliteBackend, SqliteCache, SqliteCalls, SqliteValues } from "../src/index.ts";

const registry = new ModelRegistry();
const model = registry.register("Count", number());

function removeAll(folder: string): void {
  for (const name of readdirSync(folder)) rmSync(join(folder, name));
}

test("a database that is removed while it is open acknowledges nothing more, on any face", async () => {
  const folder = tempFolder();
  const path = join(folder, "x.db");
  await using results = new SqliteBackend(path, { registry });
  await using cache = new SqliteCache(path, { registry });
  await using values = new SqliteValues(path, { registry });
  await using calls = new SqliteCalls(path, { registry });
  await results.set("first", 1, { model });
  await cache.setValue("first", 1);
  await values.save("first");
  await calls.save({ name: "first", arguments: {} });
  removeAll(folder);
  const refused = { code: "STORAGE_FAILED", message: /was removed while it was open/ };
  const writes: readonly (() => Promise<unknown>)[] = [
    () => results.set("second", 2, { model }),
    () => results.set("second", 2, { model, behavior: "overwrite" }),
    () => Promise.all([results.set("a", 1, { model }), results.set("b", 2, { model })]),
    () =>
      results.setMany(
        [
          ["a", 1],
          ["b", 2],
        ],
        { model },
      ),
    () => results.delete("first"),
    () => results.update("first", model, (n = 0) => n + 1),
    () => results.getOrCompute("third", model, () => 3),
    () => results.clear(),
    () => cache.setValue("second", 2),
    () =>
      cache.multiSetValues([
        ["a", 1],
        ["b", 2],
      ]),
    () => cache.incr("n"),
    () => values.save("second"),
    () => calls.save({ name: "second", arguments: {} }),
  ];
  for (const write of writes) await expect(write()).rejects.toMatchObject(refused);
});

test.each(["full", "process"] as const)(
  "what is there already is not confirmed once the database is removed, with durability %s",
  async (durability) => {
    const folder = tempFolder();
    const path = join(folder, "x.db");
    await using results = new SqliteBackend(path, { registry, durability });
    await using values = new SqliteValues(path, { registry, durability });
    await results.set("first", 1, { model });
    await values.save("first");
    removeAll(folder);
    const refused = { code: "STORAGE_FAILED", message: /was removed while it was open/ };
    const again = results.set("first", 1, { model, behavior: "raise_if_different" });
    await expect(again).rejects.toMatchObject(refused);
    await expect(values.save("first")).rejects.toMatchObject(refused);
  },
);

test("two stores, opened before and after a database was replaced, never have two winners", async () => {
  const folder = tempFolder();
  const path = join(folder, "x.db");
  const before = new SqliteBackend(path, { registry });
  await before.set("first", 1, { model });
  removeAll(folder);
  await using after = new SqliteBackend(path, { registry });
  const one = (store: SqliteBackend, n: number) => store.set("one", n, { model, behavior: "skip_if_exists" });
  const outcomes = await Promise.allSettled([one(before, 1), one(after, 2)]);
  expect(outcomes).toMatchObject([
    { status: "rejected", reason: { code: "STORAGE_FAILED" } },
    { status: "fulfilled", value: true },
  ]);
  await expect(one(before, 3)).rejects.toMatchObject({ message: /was replaced while it was open/ });
  await before.close(); // Leaves the log of the new one alone.
  await using third = new SqliteBackend(path, { registry });
  expect([await after.get("one", model), await third.get("one", model)]).toEqual([2, 2]);
});

test("a database that is restored over an open one is noticed", async () => {
  const folder = tempFolder();
  const path = join(folder, "x.db");
  const first = new SqliteBackend(path, { registry });
  await first.set("first", 1, { model });
  await first.close();
  copyFileSync(path, join(folder, "backup.db"));
  await using open = new SqliteBackend(path, { registry });
  await open.set("second", 2, { model });
  renameSync(join(folder, "backup.db"), path);
  await expect(open.set("third", 3, { model })).rejects.toMatchObject({ code: "STORAGE_FAILED" });
});

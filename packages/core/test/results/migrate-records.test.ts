import * as v from "valibot";
import { expect, test } from "vitest";
import { ModelRegistry, ResultNotFoundError, StorageError } from "../../src/index.ts";
import { internalContent } from "../../src/records/internal-record.ts";
import { type Migration, migrateRecords, upgradeResult } from "../../src/results/migrate-records.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";

async function storing(keys: string): Promise<DamageableStorage> {
  const storage = new DamageableStorage();
  for (const key of keys) {
    await storage.write("results", [{ key, condition: "any", content: internalContent("m", key, 0) }]);
  }
  return storage;
}

/** Migrates by a function; returns the number of migrated records, the failures, and what is stored. */
async function migrated(
  storage: DamageableStorage,
  upgrade: Migration["upgrade"],
  prefix?: string,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  const noteFailure = async (error: unknown): Promise<void> => {
    await undefined;
    if (!(error instanceof ResultNotFoundError)) throw error;
    failures.push(error.id);
  };
  const count = await migrateRecords(storage, prefix, { upgrade, noteFailure });
  const found = await storage.read("results", await storage.listKeys("results"));
  return [count, failures, found.map((record) => (record?.corrupt === undefined ? record?.data : "torn")).join("")];
}

test("only older records are upgraded, and damaged ones are left", async () => {
  const storage = await storing("abcd");
  storage.damage("b");
  const upgrade = async (key: string) => (key === "c" ? undefined : internalContent("m", key.toUpperCase(), 0));
  expect(await migrated(storage, upgrade)).toEqual([2, [], "AtorncD"]);
  expect(await migrated(storage, async () => undefined)).toEqual([0, [], "AtorncD"]);
  expect(await migrated(storage, (key) => internalContent("m", key, 0), "d")).toEqual([1, [], "Atorncd"]);
});

test("a record that fails stops no other, and an error of the store does", async () => {
  const upgrade = (key: string) => {
    if (key === "a") throw new ResultNotFoundError("a");
    return internalContent("m", key.toUpperCase(), 0);
  };
  expect(await migrated(await storing("ab"), upgrade)).toEqual([1, ["a"], "aB"]);
  const fail = () => Promise.reject(new StorageError("full"));
  await expect(migrated(await storing("ab"), fail)).rejects.toThrow("full");
});

test("a record that was changed meanwhile is upgraded as it is now, and a removed one is not", async () => {
  const storage = await storing("ab");
  const seen: unknown[] = [];
  const upgrade: Migration["upgrade"] = async (key, { data }) => {
    seen.push(data);
    if (key === "b") await storage.remove("results", [{ key, condition: "any" }]);
    if (data === "a") {
      await storage.write("results", [{ key, condition: "any", content: internalContent("m", "x", 0) }]);
    }
    return internalContent("m", `${data}!`, 0);
  };
  expect(await migrated(storage, upgrade)).toEqual([1, [], "x!"]);
  expect(seen).toEqual(["a", "x", "b"]);
});

test("a record is older if its version is less than that of its model", async () => {
  const registry = new ModelRegistry();
  registry.register(
    "M",
    v.pipe(
      v.number(),
      v.transform((n) => 2 * n),
    ),
    {
      version: 3,
      upgrade: { 1: (n) => (n as number) + 1, 2: (n) => (n as number) + 1 },
      encode: (n) => n / 2,
    },
  );
  const context = { registry, clock: { now: () => 5 }, locate: () => "here" } as never;
  const content = { ...internalContent("M", 4, 0), namespace: "default", expiresAt: 9 };
  const upgraded = (more: object) => upgradeResult(context, "k", { ...content, ...more });
  expect(await upgraded({ version: 2 })).toMatchObject({ version: 3, data: 5, expiresAt: 9, namespace: "default" });
  expect(await upgraded({ version: 1 })).toMatchObject({ version: 3, data: 6 });
  for (const more of [
    { version: 3 },
    { version: 4 },
    { version: 2, namespace: "other" },
    { modelName: "N", version: 2 },
  ])
    expect(upgraded(more)).toBeUndefined();
});

import { ManualClock } from "@results-manager/testing";
import { expect, test } from "vitest";
import { measureRecords, measureResults } from "../../src/results/measure-records.ts";
import { migrateRecords } from "../../src/results/migrate-records.ts";
import { StorageAccess } from "../../src/storage/storage-access.ts";
import { DamageableStorage } from "../support/damageable-storage.ts";

const clock = new ManualClock();
const TIME = new Date(0).toISOString();
const content = (more: object) =>
  ({ modelName: "M", namespace: "n", version: 1, data: 1, createdAt: TIME, updatedAt: TIME, ...more }) as never;

async function open(records: Readonly<Record<string, object>>) {
  const storage = new DamageableStorage({ clock });
  const writes = Object.entries(records).map(([key, more]) => ({
    key,
    condition: "any" as const,
    content: content(more),
  }));
  await storage.write("results", writes);
  return { storage, access: StorageAccess.to(storage, "results") };
}

test("records are counted with their size, damaged and expired ones apart", async () => {
  const { storage, access } = await open({
    a: {},
    bb: { data: "x" },
    torn: {},
    old: { expiresAt: clock.now() + 1000 },
  });
  storage.damage("torn");
  clock.advance(1);
  expect(await measureRecords(access, "results")).toEqual({ records: 3, bytes: 2 + 5, damaged: 1, expired: 1 });
  expect(await measureRecords(access, "cache")).toEqual({ records: 0, bytes: 0, damaged: 0, expired: 0 });
});

test("results are counted by namespace, model and version, in that order", async () => {
  const { access } = await open({
    "p/1": {},
    "p/2": { version: 10 },
    "p/3": { version: 2 },
    "p/4": { modelName: "A" },
    "p/5": { namespace: "a" },
    "p/6": {},
    "q/1": {},
  });
  const { models, ...all } = await measureResults(access, "p");
  expect(all).toEqual({ records: 6, bytes: 6 * 4, damaged: 0, expired: 0 });
  expect(
    models.map(({ namespace, model, version, records, bytes }) => [namespace, model, version, records, bytes]),
  ).toEqual([
    ["a", "M", 1, 1, 4],
    ["n", "A", 1, 1, 4],
    ["n", "M", 1, 2, 8],
    ["n", "M", 2, 1, 4],
    ["n", "M", 10, 1, 4],
  ]);
});

test("records of an older version are upgraded, each unless another writer was faster", async () => {
  const { storage } = await open({ "p/a": {}, "p/b": { version: 2 }, "p/torn": {}, "p/z": {}, q: {} });
  storage.damage("p/torn");
  const [upgraded, failures]: [string[], unknown[]] = [[], []];
  const upgrade = async (key: string, found: { readonly version: number }) => {
    upgraded.push(`${key} ${found.version}`);
    if (key === "p/z") throw new Error("no");
    if (key === "p/a" && upgraded.length === 1)
      await storage.write("results", [{ key, condition: "any", content: content({ data: 5 }) }]);
    return found.version < 2 ? content({ version: 2 }) : undefined;
  };
  const noteFailure = async (error: unknown) => void failures.push(error);
  expect(await migrateRecords(storage, "p", { upgrade, noteFailure })).toBe(1);
  expect(upgraded).toEqual(["p/a 1", "p/a 1", "p/b 2", "p/z 1"]);
  expect(failures).toEqual([new Error("no")]);
  expect(await storage.read("results", ["p/a", "q"])).toMatchObject([{ version: 2 }, { version: 1 }]);
});

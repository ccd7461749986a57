import { copyFileSync, existsSync, mkdirSync, readdirSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, ManualClock, tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, test, vi } from "vitest";
import { FileBackend, FileCache } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const CERTIFICATE = ".no-expiry";

test("folders made for records that live are certified, and lose that before one expires there", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  await results.set("top", 1, { model: Count });
  await results.set("a/b", 1, { model: Count });
  await results.set("t/b", 1, { model: Count, ttlSeconds: 60 });
  expect([".", "a", "t"].map((name) => existsSync(join(folder, name, CERTIFICATE)))).toEqual([true, true, false]);
  await results.set("a/c", 1, { model: Count, ttlSeconds: 60 });
  expect(existsSync(join(folder, "a", CERTIFICATE))).toBe(false);
  await results.set("top", 1, { model: Count, ttlSeconds: 60, behavior: "overwrite" });
  expect(existsSync(join(folder, CERTIFICATE))).toBe(false);
});

test("what has expired stays absent in a store whose hidden files were lost", async () => {
  const clock = new ManualClock();
  const folder = tempFolder();
  {
    await using results = new FileBackend(folder, { registry, clock });
    await results.set("q/living", 1, { model: Count });
    await results.set("q/expired", 1, { model: Count, ttlSeconds: 1 });
  }
  const copy = tempFolder();
  mkdirSync(join(copy, "q"));
  for (const name of ["living.json", "expired.json"]) copyFileSync(join(folder, "q", name), join(copy, "q", name));
  clock.advance(2);
  await using results = new FileBackend(copy, { registry, clock });
  expect(await results.exists("q/expired")).toBe(false);
  expect(await results.listIds()).toEqual(["q/living"]);
  expect(await results.prune()).toBe(1);
  expect(readdirSync(join(copy, "q"))).not.toContain("expired.json");
});

test("a folder that others made is read once: a listing certifies it", async () => {
  const folder = tempFolder();
  mkdirSync(join(folder, "p"));
  const record = '{"model_type": "Count", "namespace": "default", "data": 1}';
  writeFileSync(join(folder, "p", "a.json"), record);
  const reader = new FileBackend(folder, { registry });
  await reader.set("made", 1, { model: Count });
  // Only one that has been left alone for a while: on some file systems, for seconds.
  await vi.waitFor(
    async () => {
      expect(await reader.listIds()).toEqual(["made", "p/a"]);
      expect(existsSync(join(folder, "p", CERTIFICATE))).toBe(true);
    },
    { timeout: 20_000, interval: 20 },
  );
  await reader.set("p/b", 1, { model: Count, ttlSeconds: 60 });
  expect(existsSync(join(folder, "p", CERTIFICATE))).toBe(false);
  expect(await reader.listIds()).toEqual(["made", "p/a", "p/b"]);
  expect(existsSync(join(folder, "p", CERTIFICATE))).toBe(false);
  await reader.close();
}, 30_000);

test("a folder in which a record expires is not certified by listings", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  await results.set("p/a", 1, { model: Count, ttlSeconds: 3600 });
  await results.set("p/b", 1, { model: Count });
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await results.listIds("p")).toEqual(["p/a", "p/b"]);
  await results.prune();
  expect(existsSync(join(folder, "p", CERTIFICATE))).toBe(false);
});

test("a record that expires, put into a certified folder by hand, is known for one when it is read", async () => {
  const clock = new ManualClock();
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry, clock });
  await results.set("t/x", 1, { model: Count, ttlSeconds: 1 });
  await results.set("certified/y", 1, { model: Count });
  copyFileSync(join(folder, "t", "x.json"), join(folder, "certified", "x.json"));
  expect(await results.get("certified/x", Count)).toBe(1);
  clock.advance(2);
  expect(await results.exists("certified/x")).toBe(false);
  expect(await results.listIds()).toEqual(["certified/y"]);
});

test("a folder goes with its certificate, and a lost one costs nothing", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  await results.setMany(
    [
      ["a/b/c", 1],
      ["a/d", 2],
    ],
    { model: Count },
  );
  unlinkSync(join(folder, "a", "b", CERTIFICATE));
  expect(await results.listIds()).toEqual(["a/b/c", "a/d"]);
  expect(await results.clear()).toBe(2);
  expect(readdirSync(folder).sort()).toEqual([CERTIFICATE, ".results-manager"].sort());
});

test("a cache whose entries expire pays for no certificates", async () => {
  const folder = tempFolder();
  await using cache = new FileCache(folder);
  await cache.setValue("a", 1, { ttlSeconds: 60 });
  await cache.setValue("b", 1, { ttlSeconds: 60 });
  expect(readdirSync(join(folder, ".results-manager", "cache"))).not.toContain(CERTIFICATE);
});

test("a listing writes nothing beside files of others, nor where a link leads", async () => {
  const folder = tempFolder();
  const elsewhere = tempFolder();
  mkdirSync(join(folder, "project"));
  writeFileSync(join(folder, "project/package.json"), '{"name":"x"}');
  writeFileSync(join(elsewhere, "a.json"), '{"model_type":"Count","namespace":"default","data":1}');
  if (TEST_FOLDER.links) symlinkSync(elsewhere, join(folder, "linked"));
  await using results = new FileBackend(folder, { registry });
  await results.listIds();
  expect(readdirSync(join(folder, "project"))).toEqual(["package.json"]);
  expect(readdirSync(elsewhere)).toEqual(["a.json"]);
});

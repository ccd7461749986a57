import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { MemoryBackend, ModelRegistry } from "@results-manager/core";
import { compareCodePoints } from "@results-manager/core/storage";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { number } from "valibot";
import { describe, expect, onTestFinished, test } from "vitest";
import { FileBackend } from "../src/index.ts";
import { sortNames } from "../src/walking/sort-names.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const RECORD = '{"model_type": "Count", "namespace": "default", "data": 1}';

function open(folder: string): FileBackend {
  return new FileBackend(folder, { registry, durability: "process" });
}

test("records that others replace meanwhile are listed once each, copied and counted", async () => {
  const folder = tempFolder();
  await using results = open(folder);
  const ids = Array.from({ length: 3000 }, (_, i) => `d/k${String(i).padStart(5, "0")}`);
  await results.setMany(
    ids.map((id, i) => [id, i]),
    { model: Count },
  );
  const script = join(import.meta.dirname, "children", "overwrite-until-killed.ts");
  const writer = spawn(process.execPath, [...moduleFlags(), script, folder, String(ids.length)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(async () => {
    const exit = once(writer, "exit");
    writer.kill("SIGKILL");
    await exit; // Until then it may write, and its folder could not be removed.
  });
  await new Promise((resolve) => writer.stdout.once("data", resolve));
  for (let round = 0; round < 100; round++) expect(await results.listIds("d")).toEqual(ids);
  await using memory = new MemoryBackend({ registry });
  expect(await results.copyTo(memory)).toEqual({ copied: ids.length, skipped: 0 });
  expect(await memory.listIds()).toEqual(ids);
}, 120_000);

test("the same where the writes are this store's own", async () => {
  await using results = open(tempFolder());
  const ids = Array.from({ length: 3000 }, (_, i) => `k${String(i).padStart(5, "0")}`);
  await results.setMany(
    ids.map((id, i) => [id, i]),
    { model: Count },
  );
  for (let round = 0; round < 10; round++) {
    const listing = results.listIds();
    const writing = ids.slice(0, 300).map((id) => results.set(id, round, { model: Count, behavior: "overwrite" }));
    expect(await listing).toEqual(ids);
    await Promise.all(writing);
  }
}, 60_000);

test("a large folder is listed in turns", async () => {
  const folder = tempFolder();
  const COUNT = 30_000;
  for (let i = 0; i < COUNT; i++) writeFileSync(join(folder, `r${i}.json`), "");
  writeFileSync(join(folder, ".no-expiry"), "");
  await using results = open(folder);
  let turns = 0;
  let over = false;
  const count = (): void => {
    turns++;
    if (!over) setImmediate(count);
  };
  setImmediate(count);
  const ids = await results.listIds();
  over = true;
  expect(ids).toHaveLength(COUNT);
  expect(ids).toEqual(ids.toSorted());
  expect(turns).toBeGreaterThan(3);
}, 60_000);

describe("names are sorted in runs", () => {
  const names = Array.from({ length: 20_000 }, (_, i) => String.fromCodePoint(0x61 + ((i * 7919) % 0x1f000)) + i);

  test.each([0, 1, 4096, 4097, 20_000])("%i", async (length) => {
    const some = names.slice(0, length);
    expect(await sortNames(some.slice())).toEqual(some.toSorted());
    expect(await sortNames(some.slice(), compareCodePoints)).toEqual(some.toSorted(compareCodePoints));
  });
});

test.skipIf(!TEST_FOLDER.anyName)("what no call takes for an id is not listed", async () => {
  const folder = tempFolder();
  await using results = open(folder);
  await results.set("d/ok", 1, { model: Count });
  const names = ["x".repeat(231), "tab\there", "bell\u0007", "del\u007f", "nel\u0085", "\u00e9".repeat(110)];
  for (const name of names) writeFileSync(join(folder, "d", `${name}.json`), RECORD);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/d/`), Buffer.from([0xff, 0xfe]), Buffer.from(".json")]), RECORD);
  mkdirSync(join(folder, "y".repeat(231)));
  writeFileSync(join(folder, "y".repeat(231), "z.json"), RECORD);
  writeFileSync(join(folder, "d", "\ufffd.json"), RECORD);
  let deep = folder;
  for (let i = 0; i < 6; i++) deep = join(deep, "s".repeat(190));
  ensureDirSync(deep);
  writeFileSync(join(deep, "deep.json"), RECORD);
  const ids = await results.listIds();
  expect(ids).toEqual(["d/ok", "d/\ufffd"]);
  expect(await results.getMany(ids)).toEqual([1, 1]);
});

describe.skipIf(!TEST_FOLDER.links)("links", () => {
  test("what lies behind a link to a folder is listed as it is found, and is not cleared from above", async () => {
    const folder = tempFolder();
    const outside = tempFolder();
    symlinkSync(outside, join(folder, "link"));
    await using results = open(folder);
    await results.set("link/a", 1, { model: Count });
    await results.set("link/b/c", 2, { model: Count });
    await results.set("own", 3, { model: Count });
    const ids = ["link/a", "link/b/c", "own"];
    expect(await results.listIds()).toEqual(ids);
    expect(await results.listIds("link")).toEqual(ids.slice(0, 2));
    for (const id of ids) expect(await results.exists(id)).toBe(true);
    expect(await results.clear()).toBe(1);
    expect(await results.listIds()).toEqual(ids.slice(0, 2));
    expect(await results.delete("link/b/c")).toBe(true);
    expect(await results.clear("link")).toBe(1);
    expect(await results.listIds()).toEqual([]);
    expect(readdirSync(folder)).toContain("link");
  });

  test("deletes through a link do not fail each other", async () => {
    const folder = tempFolder();
    const outside = tempFolder();
    symlinkSync(outside, join(folder, "link"));
    await using results = new FileBackend(folder, { registry });
    for (const id of ["link/x", "p/q", "r"]) await results.set(id, 1, { model: Count });
    expect(await Promise.all(["link/x", "p/q", "r"].map((id) => results.delete(id)))).toEqual([true, true, true]);
    expect(await results.listIds()).toEqual([]);
  });

  test("a link that leads back is not followed", async () => {
    const folder = tempFolder();
    await using results = open(folder);
    await results.set("a/b/c", 1, { model: Count });
    symlinkSync(folder, join(folder, "a", "up"));
    symlinkSync(join(folder, "a", "b"), join(folder, "a", "b", "self"));
    expect(await results.listIds()).toEqual(["a/b/c"]);
  });
});

test.skipIf(!TEST_FOLDER.modes)(
  "a folder that may not be read is passed over, with a warning; asked for itself, it is an error",
  async () => {
    const folder = tempFolder();
    const script = join(import.meta.dirname, "children", "list-unreadable.ts");
    const uid = process.getuid?.() === 0 ? 65_534 : undefined; // Nothing keeps root out.
    chmodSync(folder, 0o777);
    const child = spawnSync(process.execPath, [...moduleFlags(), script, folder], {
      encoding: "utf8",
      ...(uid === undefined ? {} : { uid, gid: uid }),
    });
    chmodSync(join(folder, "lost+found"), 0o755);
    expect(JSON.parse(child.stdout)).toEqual({
      listed: ["a"],
      pruned: 0,
      copied: { copied: 1, skipped: 0 },
      asked: "STORAGE_FAILED",
      unreadable: "STORAGE_FAILED",
      message: expect.stringMatching(/may not read/),
      cleared: 1,
    });
    expect(child.stderr.match(/lost\+found/g)).toHaveLength(1);
  },
);

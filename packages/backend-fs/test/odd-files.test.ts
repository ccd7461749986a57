import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { lstatSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { failureOf, featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { number } from "valibot";
import { test as always, expect, onTestFinished } from "vitest";
import { FileBackend } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

/** Where there are no links, there is nothing odd. */
const test = always.skipIf(!TEST_FOLDER.links);

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const SCRIPT = join(import.meta.dirname, "children", "try-odd-file.ts");

/** A child, since what waits for a FIFO waits for ever. */
function tryAll(folders: readonly string[], durability: string, face = "results"): unknown {
  const child = spawnSync(process.execPath, [...moduleFlags(), SCRIPT, durability, face, ...folders], {
    encoding: "utf8",
    timeout: 240_000,
  });
  expect({ signal: child.signal, stderr: child.stderr }).toEqual({ signal: null, stderr: "" });
  return JSON.parse(child.stdout);
}

const KINDS: readonly (readonly [what: string, make: (path: string) => unknown])[] = [
  ["a link that leads nowhere", (path) => symlinkSync("/nowhere/gone.json", path)],
  ["a link to itself", (path) => symlinkSync(path, path)],
  ["a FIFO", (path) => execFileSync("mkfifo", [path])],
  ["a link to an endless device", (path) => symlinkSync("/dev/zero", path)],
  ["a link to an empty device", (path) => symlinkSync("/dev/null", path)],
  ["a socket", makeSocket],
];

test.each(["full", "process"])(
  "what is odd hangs no call, and is replaced itself, with durability %s",
  async (durability) => {
    const folders: string[] = [];
    for (const [, make] of KINDS) folders.push(await storeWith(make));
    const expected = {
      exists: true,
      get: "CORRUPT_RECORD",
      getMany: "CORRUPT_RECORD",
      fromThread: "CORRUPT_RECORD",
      beside: 1,
      raiseIfExists: "RESULT_EXISTS",
      raiseIfDifferent: "RESULT_DIFFERS",
      skipIfExists: false,
      update: "CORRUPT_RECORD",
      getOrCompute: "CORRUPT_RECORD",
      listed: ["ok", "x"],
      cleared: 0,
      overwrite: true,
      delete: true,
      after: false,
    };
    expect(tryAll(folders, durability)).toEqual(KINDS.map(() => expected));
  },
);

test.each(KINDS)("%s is removed itself by delete", async (_, make) => {
  const folder = await storeWith(make);
  await using results = new FileBackend(folder, { registry, durability: "process" });
  expect(await results.delete("x")).toBe(true);
  expect(lstatSync(join(folder, "x.json"), { throwIfNoEntry: false })).toBeUndefined();
});

test("what is odd in the place of a cache entry hangs no call", async () => {
  const folders: string[] = [];
  for (const [, make] of KINDS) {
    const folder = tempFolder();
    const cache = join(folder, ".results-manager", "cache");
    ensureDirSync(cache);
    for (const ending of [".json", ".record"]) await make(join(cache, `x${ending}`));
    folders.push(folder);
  }
  const expected = { exists: true, setValue: "set", again: 1, delete: 1 };
  expect(tryAll(folders, "process", "cache")).toMatchObject(KINDS.map(() => expected));
});

test("a link that leads nowhere in the place of a folder is a typed error of that write alone", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  symlinkSync("/nowhere/gone", join(folder, "d"));
  expect(await failureOf(results.set("d/x", 1, { model: Count }))).toMatchObject({ code: "STORAGE_FAILED" });
  expect(await results.exists("d/x")).toBe(false);
  expect(await results.delete("d/x")).toBe(false);
  expect(await results.listIds("d")).toEqual([]);
  expect(await results.set("ok", 1, { model: Count })).toBe(true);
});

test("an overwrite replaces a link to a record, not what it leads to", async () => {
  const folder = tempFolder();
  const target = join(tempFolder(), "x.json");
  await using results = new FileBackend(folder, { registry, durability: "process" });
  writeFileSync(target, '{"model_type": "Count", "namespace": "default", "data": 7}');
  symlinkSync(target, join(folder, "x.json"));
  expect(await results.get("x", Count)).toBe(7);
  await results.set("x", 8, { model: Count, behavior: "overwrite" });
  expect(await results.get("x", Count)).toBe(8);
  expect(readFileSync(target, "utf8")).toContain('"data": 7');
});

test("a file that is too large to be read is removed and replaced, and stops no clear", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry, durability: "process" });
  const grow = async (): Promise<void> => {
    for (const id of ["a", "x", "z"]) await results.set(id, 1, { model: Count, behavior: "overwrite" });
    truncateSync(join(folder, "x.json"), 1e9);
  };
  await grow();
  expect(await failureOf(results.get("x", Count))).toMatchObject({ code: "CORRUPT_RECORD" });
  expect(await results.delete("x")).toBe(true);
  await grow();
  expect(await results.clear()).toBe(3);
  await grow();
  expect(await results.get("x", Count).catch(({ code }) => code)).toBe("CORRUPT_RECORD");
  expect(await results.set("x", 2, { model: Count, behavior: "overwrite" })).toBe(true);
  expect(await results.get("x", Count)).toBe(2);
});

test.skipIf(process.platform !== "linux" || !TEST_FOLDER.links)(
  "a record that the disk does not give back keeps clear from no other",
  async () => {
    const folder = tempFolder();
    await using results = new FileBackend(folder, { registry, durability: "process" });
    for (const id of ["a", "d/b", "z"]) await results.set(id, 1, { model: Count });
    symlinkSync("/proc/self/mem", join(folder, "x.json")); // Reading it is EIO.
    expect(await failureOf(results.clear())).toMatchObject({ code: "STORAGE_FAILED", id: "x", cause: { code: "EIO" } });
    expect(await results.listIds()).toEqual(["x"]);
  },
);

async function storeWith(make: (path: string) => unknown): Promise<string> {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry, durability: "process" });
  await results.set("ok", 1, { model: Count });
  await make(join(folder, "x.json"));
  return folder;
}

async function makeSocket(path: string): Promise<void> {
  const server = createServer();
  server.listen(`${path}.sock`);
  await once(server, "listening");
  execFileSync("mv", [`${path}.sock`, path]);
  onTestFinished(() => void server.close());
}

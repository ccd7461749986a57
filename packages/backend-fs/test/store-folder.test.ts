import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { removeSync } from "fs-extra/esm";
import { number } from "valibot";
import { expect, test } from "vitest";
import { FileBackend } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());

test("createIfMissing: false needs a folder", () => {
  const folder = join(tempFolder(), "none");
  expect(() => new FileBackend(folder, { createIfMissing: false })).toThrow(
    expect.objectContaining({ code: "STORE_NOT_FOUND" }),
  );
  expect(existsSync(folder)).toBe(false);
});

test("a path that is a file is a clear error with its cause", () => {
  const file = join(tempFolder(), "file");
  writeFileSync(file, "x");
  const isNoFolder = expect.objectContaining({
    code: "STORAGE_FAILED",
    cause: expect.objectContaining({ code: "ENOTDIR" }),
  });
  expect(() => new FileBackend(file)).toThrow(isNoFolder);
  expect(() => new FileBackend(join(file, "below"))).toThrow(expect.objectContaining({ code: "STORAGE_FAILED" }));
});

test.each([
  [{ durability: "some" }, /durability must be/],
  [{ createIfMissing: "yes" }, /createIfMissing must be boolean/],
])("wrong options are a TypeError that names them", (options, message) => {
  const folder = tempFolder();
  expect(() => new FileBackend(folder, options as object)).toThrow(TypeError);
  expect(() => new FileBackend(folder, options as object)).toThrow(message);
});

test("opening a store to read it leaves nothing behind", async () => {
  const folder = tempFolder();
  const results = new FileBackend(folder, { registry });
  expect(await results.listIds()).toEqual([]);
  expect(await results.exists("a")).toBe(false);
  await results.close();
  expect(readdirSync(folder)).toEqual([]);
});

test("deleting removes folders that hold nothing any more, and no others", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  await results.setMany(
    [
      ["a/b/c", 1],
      ["a/d", 2],
      ["x/y/z", 3],
    ],
    { model: Count, ttlSeconds: 60 },
  );
  expect(await results.deleteMany(["a/b/c", "x/y/z"])).toBe(2);
  expect(existsSync(join(folder, "a", "b"))).toBe(false);
  expect(existsSync(join(folder, "a", "d.json"))).toBe(true);
  expect(existsSync(join(folder, "x"))).toBe(false);
  expect(await results.clear()).toBe(1);
  expect(readdirSync(folder).sort()).toEqual([".no-expiry", ".results-manager"]);
});

test.runIf(TEST_FOLDER.removesOpenFiles)("a store whose folder is removed while it is open goes on", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  await results.set("a", 1, { model: Count });
  removeSync(folder);
  expect(await results.listIds()).toEqual([]);
  await results.set("b/c", 2, { model: Count });
  await results.set("b/c", 3, { model: Count, behavior: "overwrite" });
  expect(await results.get("b/c", Count)).toBe(3);
});

test("the next open store sweeps temp files of processes that are gone, and no others", async () => {
  const folder = tempFolder();
  await using living = new FileBackend(folder, { registry });
  await living.set("a", 1, { model: Count });
  const temp = join(folder, ".results-manager", "tmp");
  const [own] = readdirSync(temp);
  mkdirSync(join(temp, "gone"));
  writeFileSync(join(temp, "gone", "1"), "half a rec");
  await using next = new FileBackend(folder, { registry });
  expect(await next.listIds()).toEqual(["a"]);
  expect(readdirSync(temp)).toEqual([own]);
  await living.set("b", 2, { model: Count });
  expect(await next.get("b", Count)).toBe(2);
});

test("closing leaves no temp folder", async () => {
  const folder = tempFolder();
  const results = new FileBackend(folder, { registry });
  await results.set("a", 1, { model: Count });
  await results.close();
  expect(readdirSync(join(folder, ".results-manager", "tmp"))).toEqual([]);
});

test("a batch of 10,000 works with 256 file descriptors", () => {
  const folder = tempFolder();
  const script = join(import.meta.dirname, "children", "batch.ts");
  const node = `"${process.execPath}" ${moduleFlags().join(" ")} "${script}" "${folder}" 10000`;
  const { status, stdout, stderr } = spawnSync("bash", ["-c", `ulimit -n 256 && exec ${node}`], { encoding: "utf8" });
  expect({ status, stderr, stdout: stdout.trim() }).toEqual({
    status: 0,
    stderr: "",
    stdout: "10000 set, 10000 read, 10000 listed",
  });
});

import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { ensureDirSync } from "fs-extra/esm";
import { expect, test } from "vitest";
import { ensureFolder, removeFolder } from "../src/layout/folders.ts";

const TEST_FOLDER = featuresOfTestFolder();

test("fs-extra is loaded to remove what killed processes left, not by ordinary use, and changes no function", () => {
  const folder = tempFolder();
  const script = join(import.meta.dirname, "children", "load-fs-extra.ts");
  const args = [...moduleFlags(), script, folder];
  const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({
    stdout: JSON.stringify({ inUse: false, afterSweep: true, changed: [] }),
    stderr: "",
  });
  expect(existsSync(join(folder, ".results-manager/tmp/gone"))).toBe(false);
});

test("the first folder that was missing is told", () => {
  const folder = tempFolder();
  expect(ensureFolder(join(folder, "a/b/c"))).toBe(join(folder, "a"));
  expect(ensureFolder(join(folder, "a/b/d"))).toBe(join(folder, "a/b/d"));
  expect(ensureFolder(join(folder, "a/b"))).toBeUndefined();
  expect(readdirSync(join(folder, "a/b")).sort()).toEqual(["c", "d"]);
});

test.runIf(TEST_FOLDER.links)("removing a folder removes the links in it, and nothing behind them", () => {
  const folder = tempFolder();
  const outside = join(folder, "outside");
  ensureDirSync(join(folder, "left/inner"));
  ensureDirSync(outside);
  writeFileSync(join(outside, "precious"), "x");
  symlinkSync(outside, join(folder, "left/inner/link"));
  symlinkSync(outside, join(folder, "link"));
  removeFolder(join(folder, "left"));
  removeFolder(join(folder, "link"));
  removeFolder(join(folder, "none"));
  expect(readdirSync(folder)).toEqual(["outside"]);
  expect(readdirSync(outside)).toEqual(["precious"]);
});

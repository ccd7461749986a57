import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { makeFolders } from "../../src/storage/make-folders.ts";

const SOURCE = new URL("../../src/storage/make-folders.ts", import.meta.url).href;

test("a folder is made with its missing parents, and the first one that was made is returned", () => {
  const root = tempFolder();
  expect(makeFolders(join(root, "a"))).toBe(join(root, "a"));
  expect(makeFolders(join(root, "a/b/c/d"))).toBe(join(root, "a/b"));
  expect(statSync(join(root, "a/b/c/d")).isDirectory()).toBe(true);
});

test("nothing is made where the folder exists, or a link leads to one", () => {
  const root = tempFolder();
  mkdirSync(join(root, "a"));
  symlinkSync(join(root, "a"), join(root, "link"));
  expect(makeFolders(join(root, "a"))).toBeUndefined();
  expect(makeFolders(join(root, "link"))).toBeUndefined();
  expect(makeFolders(join(root, "link/b"))).toBe(join(root, "link/b"));
});

test("a file in the place of the folder or of a parent is an error", () => {
  const root = tempFolder();
  writeFileSync(join(root, "file"), "");
  symlinkSync(join(root, "none"), join(root, "dangling"));
  const codeOf = (path: string): string => {
    try {
      return String(makeFolders(join(root, path)));
    } catch (error) {
      return String((error as NodeJS.ErrnoException).code);
    }
  };
  expect(codeOf("file")).toBe("EEXIST");
  expect(codeOf("dangling")).toBe("ENOENT");
  expect(codeOf("dangling/below")).toBe("ENOENT");
  expect(codeOf("file/below")).toBe("ENOTDIR");
});

// Another process, because it would never end.
test.runIf(existsSync("/proc/self"))("a parent that takes no folder ends in an error", { timeout: 120_000 }, () => {
  const script = `
    const { makeFolders } = await import(${JSON.stringify(SOURCE)});
    for (const path of ["/proc/none", "/proc/none/below/it"]) {
      try { makeFolders(path); } catch (error) { console.log(error.code); }
    }`;
  const { stdout, signal } = spawnSync(process.execPath, [...moduleFlags(), "--input-type=module", "-e", script], {
    encoding: "utf8",
    timeout: 100_000,
    killSignal: "SIGKILL",
  });
  expect({ codes: stdout.split(/\s+/).filter(Boolean), signal }).toEqual({ codes: ["ENOENT", "ENOENT"], signal: null });
});

import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry, memoize } from "@results-manager/core";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { string } from "valibot";
import { expect, test } from "vitest";
import { FileBackend, FileCache, FileCalls } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const CHILD = join(import.meta.dirname, "children", "use-read-only.ts");
/** Nobody, on every Linux: root may write anywhere. */
const NOBODY = "65534";
const isRoot = process.getuid?.() === 0;
const registry = new ModelRegistry();
const Text = registry.register("Text", string());

async function makeStore(): Promise<string> {
  const folder = join(tempFolder(), "store");
  await using results = new FileBackend(folder, { registry });
  await results.setMany(
    [
      ["a/b", "one"],
      ["c", "two"],
    ],
    { model: Text },
  );
  await results.set("gone", "x", { model: Text, ttlSeconds: 0.001 });
  await using cache = new FileCache(folder);
  await cache.setValue("key", { n: 2 });
  await using calls = new FileCalls(folder);
  await memoize((n: number) => 2 * n, { storage: calls, name: "double", parameters: ["n"] })(2);
  return folder;
}

/** Every file and folder, with what a write changes. */
function stateOf(folder: string): unknown[] {
  const names = ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })].sort();
  return names.map((name) => {
    const found = lstatSync(join(folder, name));
    const { ino, mtimeMs, ctimeMs } = found;
    const size = found.isFile() ? found.size : undefined; // NTFS tells another size of a folder once it has been listed.
    return { name, ino, size, mtimeMs, ctimeMs };
  });
}

function use(folder: string, ...user: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...moduleFlags(), CHILD, folder, ...user], {
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return JSON.parse(stdout);
}

const READ = {
  text: "one",
  ids: ["a/b", "c"],
  stats: 2,
  cached: { n: 2 },
  keys: ["key"],
  call: 4,
  known: 4,
  exists: [true, false],
};

test("a store that is opened read-only is read, refuses every write, and does not change at all", async () => {
  const folder = await makeStore();
  unlinkSync(join(folder, "a/.no-expiry")); // A listing would make it again.
  const before = stateOf(folder);
  const { read, refused } = use(folder) as Record<string, Record<string, unknown>>;
  expect(read).toMatchObject(READ);
  expect([...new Set(Object.values(refused as object))], JSON.stringify(refused)).toEqual(["STORAGE_READ_ONLY"]);
  expect(stateOf(folder)).toEqual(before);
});

test.skipIf(!TEST_FOLDER.modes || process.platform === "win32")("so is one that cannot be written", async () => {
  const folder = await makeStore();
  chmodSync(join(folder, ".."), 0o755);
  const folders = ["", ...readdirSync(folder, { recursive: true, encoding: "utf8" })].filter((name) =>
    lstatSync(join(folder, name)).isDirectory(),
  );
  for (const name of folders) chmodSync(join(folder, name), 0o555);
  try {
    const { read, refused } = use(folder, ...(isRoot ? [NOBODY] : [])) as Record<string, object>;
    expect(read).toMatchObject(READ);
    expect([...new Set(Object.values(refused as object))]).toEqual(["STORAGE_READ_ONLY"]);
  } finally {
    for (const name of folders) chmodSync(join(folder, name), 0o755);
  }
});

test("a folder that is missing is STORE_NOT_FOUND, and none is made; one without a store is empty", async () => {
  const folder = join(tempFolder(), "missing");
  expect(() => new FileBackend(folder, { readOnly: true })).toThrow(
    expect.objectContaining({ code: "STORE_NOT_FOUND", message: expect.stringContaining("without readOnly") }),
  );
  expect(existsSync(folder)).toBe(false);
  const empty = tempFolder();
  await using results = new FileBackend(empty, { readOnly: true });
  expect(await results.listIds()).toEqual([]);
  expect(readdirSync(empty)).toEqual([]);
  expect(() => new FileBackend(empty, { readOnly: 1 as unknown as boolean })).toThrow("readOnly must be boolean");
});

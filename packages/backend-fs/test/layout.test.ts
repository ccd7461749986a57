import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, tempFolder } from "@results-manager/testing";
import { removeSync } from "fs-extra/esm";
import { any, number } from "valibot";
import { describe, expect, test } from "vitest";
import { FileBackend, FileCache, FileCalls, FileValues } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
const Any = registry.register("Any", any());
const RESERVED = ".results-manager";

async function useAllFaces(folder: string): Promise<void> {
  await using results = new FileBackend(folder, { registry });
  await results.set("a/b", 1, { model: Count, ttlSeconds: 60 });
  await results.getOrCompute("c", Count, () => 3);
  await results.update("c", Count, () => 4);
  await using cache = new FileCache(folder);
  await cache.setValue("k", 1, { tags: ["t"] });
  await cache.getOrCompute("l", () => 2);
  await using values = new FileValues(folder);
  await values.save([1, 2]);
  await using calls = new FileCalls(folder);
  await calls.save({ name: "f", arguments: { x: 1 } });
}

test("nothing of ours is listed by who lists *.json, as the Python library does, in hidden folders too", async () => {
  const folder = tempFolder();
  await useAllFaces(folder);
  const listed = (readdirSync(folder, { recursive: true }) as string[]).filter((name) => name.endsWith(".json"));
  expect(listed.sort()).toEqual(["a/b.json", "c.json"]);
  expect(readdirSync(join(folder, RESERVED)).length).toBeGreaterThan(6);
});

/** Spelling of names that a new store of this run has. */
const NAMES = TEST_FOLDER.heedsCase ? "plain" : "folded";

test("the layout is written down with its version", async () => {
  const folder = tempFolder();
  await useAllFaces(folder);
  expect(JSON.parse(readFileSync(join(folder, RESERVED, "layout"), "utf8"))).toEqual({ version: 1, names: NAMES });
});

test.each([FileBackend, FileCache, FileValues, FileCalls])(
  "%o: a newer layout is refused, and left alone",
  async (Face) => {
    const folder = tempFolder();
    await useAllFaces(folder);
    const layout = join(folder, RESERVED, "layout");
    writeFileSync(layout, '{"version":2,"names":{"as":"we do then"}}');
    mkdirSync(join(folder, RESERVED, "tmp/left-over"));
    expect(() => new Face(folder)).toThrow(
      expect.objectContaining({ code: "STORE_TOO_NEW", name: "StoreTooNewError", version: 2, supported: 1 }),
    );
    expect(readFileSync(layout, "utf8")).toContain("we do then");
    expect(existsSync(join(folder, RESERVED, "tmp/left-over"))).toBe(true);
  },
);

describe.each([
  ["empty", (path: string) => writeFileSync(path, "")],
  ["no JSON", (path: string) => writeFileSync(path, "names: plain")],
  ["without a version", (path: string) => writeFileSync(path, '{"names":"folded"}')],
  ["of names that are none", (path: string) => writeFileSync(path, '{"version":1,"names":"fancy"}')],
  ["a link", (path: string) => symlinkSync("/nowhere/else", path)],
  ["a FIFO", (path: string) => void execFileSync("mkfifo", [path])],
])("a layout that is %s", (kind, damage) => {
  test.skipIf(["a link", "a FIFO"].includes(kind) && !TEST_FOLDER.links)(
    "is decided again by the records, and written down with the next write",
    async () => {
      const folder = tempFolder();
      const layout = join(folder, RESERVED, "layout");
      await useAllFaces(folder);
      rmSync(layout);
      damage(layout);
      await using results = new FileBackend(folder, { registry });
      expect(await results.get("a/b", Count)).toBe(1);
      await results.set("D", 4, { model: Count });
      expect(JSON.parse(readFileSync(layout, "utf8"))).toEqual({ version: 1, names: NAMES });
      expect(existsSync(join(folder, NAMES === "plain" ? "D.json" : "%44.json"))).toBe(true);
    },
  );
});

describe("names of a store whose layout was lost", () => {
  async function make(names: string, ids: readonly string[]): Promise<string> {
    const folder = tempFolder();
    mkdirSync(join(folder, RESERVED));
    writeFileSync(join(folder, RESERVED, "layout"), JSON.stringify({ version: 1, names }));
    await using results = new FileBackend(folder, { registry });
    await results.setMany(
      ids.map((id) => [id, id]),
      { model: Any },
    );
    return folder;
  }

  test.each(TEST_FOLDER.heedsCase ? ["plain", "folded"] : ["folded"])(
    "%s: are found again, for reading and for the next write",
    async (names) => {
      const ids = ["a", "b/c", "Über/Alice", "Über/alice"];
      const folder = await make(names, ids);
      removeSync(join(folder, RESERVED));
      writeFileSync(join(folder, names === "plain" ? "%41.json" : "README.json"), '{"of": "somebody else"}');
      await using reader = new FileBackend(folder, { registry });
      expect(await reader.getMany(ids, Any)).toEqual(ids);
      expect(existsSync(join(folder, RESERVED))).toBe(false);
      await reader.set("Bob", "Bob", { model: Any });
      expect(JSON.parse(readFileSync(join(folder, RESERVED, "layout"), "utf8"))).toEqual({ version: 1, names });
      expect(await reader.getMany(ids, Any)).toEqual(ids);
      expect(existsSync(join(folder, names === "plain" ? "Bob.json" : "%42ob.json"))).toBe(true);
    },
  );
});

import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, tempFolder } from "@results-manager/testing";
import { ensureDirSync, removeSync } from "fs-extra/esm";
import { number } from "valibot";
import { describe, expect, test } from "vitest";
import { FileBackend, FileCache, FileValues } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());

/** A store beside a folder of somebody else, and in that a copy of whatever a link might stand for. */
async function surroundings(): Promise<{ store: string; outside: string; look: () => unknown }> {
  const root = tempFolder();
  const [store, outside] = [join(root, "store"), join(root, "outside")];
  ensureDirSync(join(outside, "session"));
  writeFileSync(join(outside, "precious"), "x");
  writeFileSync(join(outside, "session/1"), "x");
  await using results = new FileBackend(store, { registry });
  await results.set("a", 1, { model: Count });
  await using cache = new FileCache(store);
  await cache.setValue("k", 1);
  await using values = new FileValues(store);
  await values.save([1, 2]);
  const look = (): unknown =>
    (readdirSync(outside, { recursive: true }) as string[]).sort().map((name) => {
      const found = statSync(join(outside, name));
      return [name, found.isFile() ? readFileSync(join(outside, name), "utf8") : "", found.mtimeMs];
    });
  return { store, outside, look };
}

async function shard(store: string): Promise<string> {
  const [name] = readdirSync(join(store, ".results-manager/values"));
  return `.results-manager/values/${name}`;
}

describe.each([
  ["the reserved folder", ".results-manager", "."],
  ["the folder of temp files", ".results-manager/tmp", "."],
  ["a folder of temp files", ".results-manager/tmp/gone", "session"],
  ["the lock file", ".results-manager/store.lock", "precious"],
  ["the lock file, dangling", ".results-manager/store.lock", "new"],
  ["the layout", ".results-manager/layout", "precious"],
  ["a space", ".results-manager/cache", "."],
  ["the space of values", ".results-manager/values", "."],
  ["a folder of a space", shard, "."],
])("%s is a link", (_name, at, target) => {
  test.skipIf(!TEST_FOLDER.links)("nothing outside of the store is changed, and what needs it is refused", async () => {
    const { store, outside, look } = await surroundings();
    const path = join(store, typeof at === "string" ? at : await at(store));
    removeSync(path);
    symlinkSync(join(outside, target), path);
    const before = look();
    for (const durability of ["full", "process"] as const) {
      await using results = new FileBackend(store, { registry, durability });
      expect(await results.listIds()).toContain("a");
      expect(await results.get("a", Count)).toBe(1);
      await using cache = new FileCache(store, { durability });
      await using values = new FileValues(store, { durability });
      const settled = await Promise.allSettled([
        results.set("b", 1, { model: Count, behavior: "overwrite" }),
        results.update("a", Count, (old) => old ?? 0),
        cache.getValue("k"),
        cache.setValue("l", 1),
        cache.incr("n"),
        values.save([1, 2]),
        values.save([3]),
        values.list(),
        values.expand((await values.digest([1, 2])).slice(0, 8)),
      ]);
      const codes = settled.map((each) => (each.status === "rejected" ? each.reason.code : "ok"));
      for (const code of codes) expect(["ok", "STORAGE_FAILED", "DIGEST_NOT_FOUND"]).toContain(code);
    }
    expect(look()).toEqual(before);
    expect(existsSync(join(outside, "new"))).toBe(false);
  });
});

test.skipIf(!TEST_FOLDER.links)("what is in the place of a folder of ours and is none is named", async () => {
  const { store, outside } = await surroundings();
  removeSync(join(store, ".results-manager"));
  symlinkSync(outside, join(store, ".results-manager"));
  await using results = new FileBackend(store, { registry });
  await expect(results.set("b", 1, { model: Count })).rejects.toMatchObject({
    code: "STORAGE_FAILED",
    message: expect.stringMatching(/\.results-manager' must be a folder of this library, but is a symbolic link/),
  });
});

describe.each(["full", "process"] as const)("durability %s", (durability) => {
  test.skipIf(!TEST_FOLDER.modes || !TEST_FOLDER.links)(
    "a record that is replaced keeps its mode, by whatever replaces it",
    async () => {
      const folder = tempFolder();
      await using results = new FileBackend(folder, { registry, durability });
      await using cache = new FileCache(folder, { durability });
      await results.set("a", 1, { model: Count });
      await cache.incr("n");
      const files = [join(folder, "a.json"), join(folder, ".results-manager/cache/n.record")];
      const modes = (): number[] => files.map((file) => statSync(file).mode & 0o777);
      for (const mode of [0o600, 0o640, 0o666]) {
        for (const file of files) chmodSync(file, mode);
        await results.set("a", 2, { model: Count, behavior: "overwrite" });
        await cache.incr("n");
        expect(modes()).toEqual([mode, mode]);
        await results.update("a", Count, (old) => (old ?? 0) + 1);
        await cache.setValue("n", 5);
        expect(modes()).toEqual([mode, mode]);
      }
    },
  );
});

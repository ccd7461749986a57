import { chmodSync, chownSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { FileBackend } from "../src/index.ts";
import { Layout } from "../src/layout/layout.ts";
import { openFolder } from "../src/layout/open-folder.ts";
import { FolderLocks } from "../src/locks/folder-locks.ts";
import { FolderRun } from "../src/locks/folder-run.ts";
import { KernelLocks } from "../src/locks/kernel-locks.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const Count = registry.register("Count", number());

test.skipIf(!TEST_FOLDER.modes).each(["process", "full"] as const)(
  "%s: a batch keeps the mode and owner of each file",
  async (durability) => {
    const folder = tempFolder();
    await using results = new FileBackend(folder, { registry, durability });
    const ids = ["a", "b", "c", "d"];
    const over = { model: Count, behavior: "overwrite" } as const;
    await results.setMany(
      ids.map((id) => [id, 1] as const),
      over,
    );
    const fileOf = (id: string): string => join(folder, `${id}.json`);
    const modes = [0o644, 0o600, 0o664, 0o640];
    for (const [i, id] of ids.entries()) chmodSync(fileOf(id), modes[i] as number);
    if (process.getuid?.() === 0) chownSync(fileOf("c"), 1234, 1234);
    const owner = statSync(fileOf("c")).uid;
    await results.setMany(
      ids.map((id) => [id, 2] as const),
      over,
    );
    expect(ids.map((id) => statSync(fileOf(id)).mode & 0o777)).toEqual(modes);
    expect(statSync(fileOf("c")).uid).toBe(owner);
    expect(await results.getMany(ids, Count)).toEqual([2, 2, 2, 2]);
  },
);

test.skipIf(!TEST_FOLDER.modes || !TEST_FOLDER.links)("the mode of a link's target is not taken over", async () => {
  const folder = tempFolder();
  const target = join(tempFolder(), "target");
  await using results = new FileBackend(folder, { registry, durability: "process" });
  await results.set("a", 1, { model: Count });
  writeFileSync(target, readFileSync(join(folder, "a.json")));
  chmodSync(target, 0o4755);
  symlinkSync(target, join(folder, "b.json"));
  await results.set("b", 2, { model: Count, behavior: "overwrite" });
  expect(statSync(join(folder, "b.json")).mode).toBe(statSync(join(folder, "a.json")).mode);
  expect(statSync(target).mode & 0o7777).toBe(0o4755);
});

test("a run keeps a folder's lock until it ends or goes on to another folder, for 16 records at most", () => {
  const base = tempFolder();
  const open = (): FolderLocks => {
    const layout = new Layout(openFolder(base, { createIfMissing: true }));
    const locks = new KernelLocks(layout);
    onTestFinished(() => locks.close()); // Before the folder is removed: on FUSE, an open file stays in it.
    return new FolderLocks(layout, locks);
  };
  const [own, other] = [open(), open()];
  const isFree = (name: string): boolean => other.tryRunExclusive(join(base, name), () => {});
  while (!isFree("f")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5); // A new lock file is not used at once.
  const run = new FolderRun(own);
  const work = (name: string): unknown => run.run(join(base, name), () => isFree(name));
  expect(work("f")).toBe(false);
  expect(isFree("f")).toBe(false);
  expect(work("g")).toBe(false);
  expect(isFree("f")).toBe(true);
  run.end();
  expect(isFree("g")).toBe(true);
  let taken = 0;
  const counting = new FolderRun(Object.assign(open(), { tryShare: () => () => void taken++ }));
  for (let i = 0; i < 33; i++) counting.run("f", () => {});
  counting.end();
  expect(taken).toBe(3);
});

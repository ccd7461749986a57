import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { realTime } from "@results-manager/core/internal";
import { featuresOfTestFolder, makeFolder, WatchedChanges } from "@results-manager/testing";
import * as v from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { FileBackend } from "../src/index.ts";
import { FolderEvents } from "../src/watching/folder-events.ts";

const TEST_FOLDER = featuresOfTestFolder();

const registry = new ModelRegistry();
const N = registry.register("N", v.number());
const PYTHON = JSON.stringify({ model_type: "N", namespace: "default", data: 1 });

async function watchedStore(prefix?: string) {
  const folder = makeFolder();
  const results = new FileBackend(folder, { durability: "process", registry });
  onTestFinished(async () => {
    await results.close();
    rmSync(folder, { recursive: true });
  });
  await results.set("a/b/c", 1, { model: N });
  return { folder, results, watched: await WatchedChanges.begin(results, prefix) };
}

test("a folder that is moved away, and one in its place, are told", async () => {
  const { folder, watched } = await watchedStore();
  renameSync(join(folder, "a"), join(folder, "z"));
  mkdirSync(join(folder, "a/b"), { recursive: true });
  writeFileSync(join(folder, "a/b/d.json"), PYTHON);
  await watched.expectLatest({ "a/b/c": "delete", "a/b/d": "set", "z/b/c": "set" });
  writeFileSync(join(folder, "a/b/e.json"), PYTHON);
  rmSync(join(folder, "z"), { recursive: true });
  await watched.expectLatest({ "a/b/c": "delete", "a/b/d": "set", "a/b/e": "set", "z/b/c": "delete" });
});

test.each(["c", "of the usual length", "Über, Ä"])(
  "a file that another program overwrites in place is told: of '%s'",
  async (name) => {
    const { results, watched } = await watchedStore("a");
    const id = `a/b/${name}`;
    await results.set(id, 1, { model: N, behavior: "overwrite" });
    await watched.expectLatest(name === "c" ? {} : { [id]: "set" });
    await realTime.delay(100); // Its file is no longer new.
    watched.latest.clear();
    writeFileSync(results.storage.locate("results", id), PYTHON);
    await watched.expectLatest({ [id]: "set" });
  },
);

test("what is not a result is not told", async () => {
  const { folder, results, watched } = await watchedStore();
  writeFileSync(join(folder, "notes.txt"), "");
  mkdirSync(join(folder, ".git"));
  writeFileSync(join(folder, ".git/x.json"), "{}");
  await results.getOrCompute("a/x", N, () => 1); // Its lease is in the reserved folder.
  await watched.expectLatest({ "a/x": "set" });
});

test.skipIf(!TEST_FOLDER.links)("links are followed, but not in a circle", async () => {
  const { folder, watched } = await watchedStore();
  const elsewhere = makeFolder();
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  symlinkSync(elsewhere, join(folder, "linked"));
  symlinkSync(folder, join(elsewhere, "back"));
  writeFileSync(join(elsewhere, "x.json"), PYTHON);
  await watched.expectLatest({ "linked/x": "set" });
});

test("without events of the system, looking at the folders tells all", async () => {
  const events: FolderEvents[] = [];
  const folder = makeFolder();
  onTestFinished(() => {
    for (const each of events) each.close();
    rmSync(folder, { recursive: true });
  });
  for (let each = FolderEvents.open(folder); each; each = FolderEvents.open(folder)) events.push(each);
  const { results, watched } = await watchedStore();
  await results.set("a/b/d", 1, { model: N });
  await watched.expectLatest({ "a/b/d": "set" });
  await results.set("a/b/c", 2, { model: N, behavior: "overwrite" });
  await results.delete("a/b/d");
  await watched.expectLatest({ "a/b/c": "set", "a/b/d": "delete" });
});

test("a store that is only read is watched, and nothing is made in it", async () => {
  const { folder, results } = await watchedStore();
  await using reader = new FileBackend(folder, { readOnly: true, registry });
  const watched = await WatchedChanges.begin(reader);
  await results.set("n", 1, { model: N });
  await watched.expectLatest({ n: "set" });
  await watched.end();
  expect(await reader.listIds()).toEqual(["a/b/c", "n"]);
});

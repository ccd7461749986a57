import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, copyFileSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { StatementSync } from "node:sqlite";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { string } from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { SqliteBackend, SqliteCache, SqliteCalls } from "../src/index.ts";

const TEST_FOLDER = featuresOfTestFolder();
const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const SCRIPT = join(import.meta.dirname, "children/use-read-only.ts");
const NOBODY = "65534";
const isRoot = process.getuid?.() === 0;
/** Older versions of Node cannot open a database as immutable. */
const canRead = "setReturnArrays" in StatementSync.prototype;

/** Makes a database in a folder that other users may read, but not write. */
async function makeDatabase(): Promise<string> {
  const folder = join(tempFolder(), TEST_FOLDER.anyName ? "data?immutable=0&x=%41#" : "data&x=%41#");
  mkdirSync(folder, { mode: 0o755 });
  chmodSync(join(folder, ".."), 0o755);
  const path = join(folder, "x.db");
  await using results = new SqliteBackend(path, { registry });
  await results.setMany(
    [
      ["id", "one"],
      ["a/b", "two"],
    ],
    { model: Text },
  );
  await using cache = new SqliteCache(path);
  await cache.setValue("key", { n: 2 });
  await cache.setValue("bytes", new Uint8Array(20_000));
  await using calls = new SqliteCalls(path);
  await calls.save({ name: "f", arguments: { x: 1 }, result: 2 });
  return path;
}

/** Places from which the folder of a database cannot be written, with the user who reads there; `undefined` where there is no such place. */
const PLACES: Readonly<Record<string, (path: string) => readonly [path: string, user: string] | undefined>> = {
  "by its permissions": (path) => {
    if (!TEST_FOLDER.modes) return undefined;
    if (isRoot) return [path, NOBODY];
    if (process.platform === "win32") return undefined;
    const folder = join(path, "..");
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    return [path, "0"];
  },
  "by a mount": (path) => {
    const mount = tempFolder();
    const script = 'mount --bind "$0" "$1" && mount -o remount,bind,ro "$1"';
    const { status } = spawnSync("sh", ["-c", script, join(path, ".."), mount]);
    if (status !== 0) return undefined;
    onTestFinished(() => void spawnSync("umount", [mount]));
    return [join(mount, "x.db"), "0"];
  },
};

async function startReader(path: string, user: string): Promise<ChildProcess> {
  const child = fork(SCRIPT, [path, user], { execArgv: moduleFlags() });
  const exited = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited; // Before its folder is unmounted.
  });
  return child;
}

const nextMessage = async (child: ChildProcess): Promise<Readonly<Record<string, unknown>>> =>
  (await once(child, "message"))[0];

test.skipIf(!canRead).for(Object.keys(PLACES))(
  "a database in a folder protected %s is read",
  async (name, { skip }) => {
    const path = await makeDatabase();
    const [shown, user] = PLACES[name]?.(path) ?? skip("no such place can be made here");
    const said = await nextMessage(await startReader(shown, user));
    const refused = { code: "STORAGE_READ_ONLY" };
    expect(said).toMatchObject({
      opened: true,
      read: "one",
      many: ["one", undefined, "two"].map((each) => each ?? null),
      ids: ["a/b", "id"],
      queried: ["id", "a/b"],
      counted: 2,
      children: 1,
      below: ["a/b"],
      cached: { n: 2 },
      found: 1,
      set: refused,
      remove: refused,
      computed: refused,
      plain: { message: expect.stringContaining("readOnly: true") },
    });
    expect(readdirSync(join(path, ".."))).toEqual(["x.db"]);
  },
);

test.skipIf(!isRoot || !TEST_FOLDER.modes || !canRead)("a log that would be ignored is refused", async () => {
  const path = await makeDatabase();
  const copy = join(path, "../copy.db");
  await using writer = new SqliteBackend(path, { registry });
  await writer.set("later", "three", { model: Text });
  copyFileSync(path, copy);
  copyFileSync(`${path}-wal`, `${copy}-wal`);
  const { opened } = await nextMessage(await startReader(copy, NOBODY));
  expect(opened).toEqual({ code: "STORAGE_READ_ONLY", message: expect.stringContaining("copy.db-wal' has content") });
  expect(await (await nextMessage(await startReader(path, NOBODY))).ids).toEqual(["a/b", "id", "later"]);
});

test.skipIf(!isRoot || !TEST_FOLDER.modes || !canRead)("a database that others change is no longer read", async () => {
  const path = await makeDatabase();
  const reader = await startReader(path, NOBODY);
  expect(await nextMessage(reader)).toMatchObject({ ids: ["a/b", "id"] });
  const readAgain = () => {
    reader.send("read");
    return nextMessage(reader);
  };
  expect(await readAgain()).toEqual({ read: "one", ids: ["a/b", "id"] });
  const refused = { code: "STORAGE_FAILED", message: expect.stringContaining("was changed while it was read") };
  const writer = new SqliteBackend(path, { registry });
  await writer.set("id", "new", { model: Text, behavior: "overwrite" });
  expect(await readAgain()).toEqual({ read: refused, ids: refused }); // The change is in the log only.
  await writer.close();
  expect(await readAgain()).toEqual({ read: refused, ids: refused });
  expect(await nextMessage(await startReader(path, NOBODY))).toMatchObject({ read: "new" });
});

import { fork } from "node:child_process";
import { existsSync, readdirSync, rmdirSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { removeSync } from "fs-extra/esm";
import { number } from "valibot";
import { describe, expect, test } from "vitest";
import { FileBackend, FileCache } from "../src/index.ts";
import { Layout } from "../src/layout/layout.ts";
import { openFolder } from "../src/layout/open-folder.ts";
import { KernelLocks } from "../src/locks/kernel-locks.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());
/** Age below which a lock file counts as new. */
const NEW_MS = 100;
const COUNTER = join(import.meta.dirname, "children", "count-up.ts");

/** Two open stores on one folder, as two processes have: each has lock files of its own. */
function twoStores(): { folder: string; a: KernelLocks; b: KernelLocks; open: () => KernelLocks } {
  const folder = tempFolder();
  const open = (): KernelLocks => new KernelLocks(new Layout(openFolder(folder, { createIfMissing: true })));
  const [a, b] = [open(), open()];
  a.tryLock("commit", "another")?.release();
  while (!b.tryLock("commit", "another")) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  return { folder, a, b, open };
}

/** Removes a file, or a folder with all that is in it. On FUSE the folder stays: a file that is open is kept in it by another name. */
function removeWhileOpen(path: string): void {
  if (statSync(path).isFile()) {
    rmSync(path);
    return;
  }
  for (const name of readdirSync(path)) removeSync(join(path, name));
  try {
    rmdirSync(path);
  } catch (error) {
    expect(error).toMatchObject({ code: "ENOTEMPTY" });
  }
}

describe.each(["store.lock", "."])("%s of the reserved folder is removed", (removed) => {
  test("a lock that is held still keeps out who had opened the store, and is known to be invalid", () => {
    const { folder, a, b } = twoStores();
    const held = a.tryLock("commit", "k");
    expect(held?.isValid()).toBe(true);
    removeWhileOpen(join(folder, ".results-manager", removed));
    expect(held?.isValid()).toBe(false);
    expect(b.tryLock("commit", "k")).toBeUndefined();
    expect(b.tryLock("commit", "other")?.isValid()).toBe(true); // In a new lock file, by now.
    expect(existsSync(join(folder, ".results-manager/store.lock"))).toBe(true);
    expect(b.tryLock("commit", "k")).toBeUndefined();
    held?.release();
    expect(b.tryLock("commit", "k")?.isValid()).toBe(true);
    expect(a.tryLock("commit", "k")).toBeUndefined();
    a.close();
    b.close();
  });

  test("the lock of a session goes on in the new file", () => {
    const { folder, a, b } = twoStores();
    const session = a.tryLock("session", "s");
    expect(session?.isValid()).toBe(true);
    removeWhileOpen(join(folder, ".results-manager", removed));
    a.tryLock("commit", "k")?.release();
    expect(b.tryLock("session", "s")).toBeUndefined();
    session?.release();
    expect(b.tryLock("session", "s")?.isValid()).toBe(true);
    a.close();
    b.close();
  });
});

test("who opens a store whose lock file was made just now waits for those who may hold a lock in another", () => {
  const { folder, a, b, open } = twoStores();
  rmSync(join(folder, ".results-manager/store.lock"));
  a.tryLock("commit", "k")?.release();
  let late = open();
  // A machine with much to do may take longer than the lock file counts as new: then it is made new again.
  for (let age = NEW_MS; age >= NEW_MS; ) {
    late.close();
    const madeAt = Date.now();
    utimesSync(join(folder, ".results-manager/store.lock"), madeAt / 1000, madeAt / 1000);
    late = open();
    const lock = late.tryLock("commit", "k");
    age = Date.now() - madeAt;
    if (age < NEW_MS) expect(lock).toBeUndefined();
  }
  for (let lock = late.tryLock("commit", "k"); !lock; lock = late.tryLock("commit", "k")) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
  }
  late.close();
  a.close();
  b.close();
});

test("a lock file whose time is a whole second, as on exFAT, may have been made up to two seconds later", () => {
  const { folder, a, b, open } = twoStores();
  rmSync(join(folder, ".results-manager/store.lock"));
  a.tryLock("commit", "k")?.release();
  const second = Math.floor(Date.now() / 1000) - 1;
  utimesSync(join(folder, ".results-manager/store.lock"), second, second);
  const late = open();
  const lock = late.tryLock("commit", "k");
  if (Date.now() < (second + 2) * 1000) expect(lock).toBeUndefined();
  late.close();
  a.close();
  b.close();
});

test("no count is lost while lock file and temp files are removed again and again", async () => {
  const folder = tempFolder();
  await using cache = new FileCache(folder, { durability: "process" });
  await cache.incr("n", 0);
  const counted = Array.from(
    { length: 3 },
    () =>
      new Promise<number>((resolve, reject) => {
        const child = fork(COUNTER, [folder, "300"], { execArgv: moduleFlags() });
        child.on("message", (count) => resolve(Number(count)));
        child.on("exit", (code) => reject(new Error(`ended with ${code}`)));
      }),
  );
  let done = false;
  const all = Promise.all(counted).finally(() => {
    done = true;
  });
  for (let round = 0; !done; round++) {
    try {
      removeSync(join(folder, ".results-manager", round % 2 ? "store.lock" : "tmp"));
    } catch {
      // Files are written there meanwhile.
    }
    await using other = new FileCache(folder, { durability: "process" });
    await other.exists("n");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const sum = (await all).reduce((total, count) => total + count, 0);
  expect(sum).toBe(900);
  expect(await cache.getValue("n")).toBe(sum);
});

test("an update that works while the temp files are removed keeps its lock", async () => {
  const folder = tempFolder();
  await using a = new FileBackend(folder, { registry });
  await using b = new FileBackend(folder, { registry });
  await a.set("n", 1, { model: Count });
  await b.set("m", 1, { model: Count });
  let working = 0;
  const add = async (old: number | undefined): Promise<number> => {
    expect(++working).toBe(1);
    removeSync(join(folder, ".results-manager/tmp"));
    await a.set("other", 1, { model: Count, behavior: "overwrite" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    working--;
    return (old ?? 0) + 1;
  };
  await Promise.all([a.update("n", Count, add), b.update("n", Count, add)]);
  expect(await a.get("n", Count)).toBe(3);
});

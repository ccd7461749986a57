import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { SqliteStorage } from "../src/sqlite-storage.ts";

async function openStore(path: string): Promise<SqliteStorage> {
  const storage = new SqliteStorage(path);
  await storage.has("leases", ["k"]);
  return storage;
}

test("other stores of a file see that it is open, and that it was closed", async () => {
  const folder = tempFolder();
  const path = join(folder, "s.db");
  const [first, second] = [await openStore(path), await openStore(path)];
  expect(existsSync(`${path}-sessions`)).toBe(false);
  const name = first.sessions?.name ?? "";
  expect(first.sessions?.name).toBe(name);
  expect(first.sessions?.isOpen(name)).toBe(true);
  expect(second.sessions?.isOpen(name)).toBe(true);
  expect(second.sessions?.name).not.toBe(name);
  await first.close();
  expect(second.sessions?.isOpen(name)).not.toBe(true);
  await second.close();
  expect(readdirSync(folder)).toEqual(["s.db"]);
});

test("a store whose process was killed is seen to be closed, and what it left is removed", async () => {
  const path = join(tempFolder(), "s.db");
  const child = fork(new URL("./children/hold-session.ts", import.meta.url), [path], {
    execArgv: moduleFlags(),
  });
  const [name] = (await once(child, "message")) as [string];
  await using storage = await openStore(path);
  expect(storage.sessions?.isOpen(name)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(storage.sessions?.isOpen(name)).toBe(false);
  expect(readdirSync(`${path}-sessions`)).toEqual([name]);
  const own = storage.sessions?.name;
  expect(readdirSync(`${path}-sessions`)).toEqual([own]);
});

test("what a lease says is never taken for a path", async () => {
  const folder = tempFolder();
  const path = join(folder, "s.db");
  writeFileSync(join(folder, "other"), "not a database");
  await using storage = await openStore(path);
  expect(storage.sessions?.name).toMatch(/^[0-9a-f-]{36}$/);
  for (const name of ["../other", "../s.db", "", "..", "/etc/passwd", "x".repeat(36)]) {
    expect(storage.sessions?.isOpen(name)).toBeUndefined();
  }
});

test("a file that lies beside the sessions is left alone", async () => {
  const path = join(tempFolder(), "s.db");
  const first = await openStore(path);
  expect(first.sessions?.name).toMatch(/^[0-9a-f-]{36}$/);
  writeFileSync(join(`${path}-sessions`, "notes.txt"), "mine");
  await using second = await openStore(path);
  expect(second.sessions?.name).toMatch(/^[0-9a-f-]{36}$/);
  await first.close();
  expect(readdirSync(`${path}-sessions`)).toHaveLength(2);
  expect(readdirSync(`${path}-sessions`)).toContain("notes.txt");
});

test.runIf(featuresOfTestFolder().links)("a file opened by another name is the same store", async () => {
  const folder = tempFolder();
  const path = join(folder, "s.db");
  await using first = await openStore(path);
  symlinkSync(path, join(folder, "link.db"));
  await using second = await openStore(join(folder, "link.db"));
  expect(second.sessions?.isOpen(first.sessions?.name ?? "")).toBe(true);
});

test("a database in memory, and one that is only read, has no witness", async () => {
  await using memory = new SqliteStorage(":memory:");
  expect(memory.sessions).toBeUndefined();
  const path = join(tempFolder(), "s.db");
  await using storage = await openStore(path);
  await using reader = new SqliteStorage(path, { readOnly: true });
  expect(storage.sessions?.name).toMatch(/^[0-9a-f-]{36}$/);
  expect(reader.sessions).toBeUndefined();
});

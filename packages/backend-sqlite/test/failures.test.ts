import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmodSync, closeSync, openSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";
import { ModelRegistry } from "@results-manager/core";
import { featuresOfTestFolder, moduleFlags, tempFolder } from "@results-manager/testing";
import { string } from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { SqliteBackend } from "../src/index.ts";

const registry = new ModelRegistry();
const Text = registry.register("Text", string());
const CHILDREN = join(import.meta.dirname, "children");
/** Nobody, on every Linux: root may write anywhere. */
const NOBODY = "65534";
const isRoot = process.getuid?.() === 0;

async function holdLock(path: string): Promise<ChildProcess> {
  const child = fork(join(CHILDREN, "hold-lock.ts"), [path], { execArgv: moduleFlags() });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child, "message");
  return child;
}

test("waits for another writer, while reads and timers go on", async () => {
  const path = join(tempFolder(), "results.db");
  await using results = new SqliteBackend(path, { registry });
  await using reader = new SqliteBackend(path, { registry });
  await results.set("id", "one", { model: Text });
  const holder = await holdLock(path);
  let written = false;
  const writing = Promise.all(["a", "b", "c"].map((id) => results.set(id, "new", { model: Text }))).finally(() => {
    written = true;
  });
  expect(await reader.get("id", Text)).toBe("one");
  for (let ticks = 0; ticks < 20; ticks++) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(written).toBe(false);
  holder.kill("SIGKILL");
  expect(await writing).toEqual([true, true, true]);
});

test("past busyTimeoutMs a write is LOCK_TIMEOUT with SQLite's error as its cause, and nothing is written", async () => {
  const path = join(tempFolder(), "results.db");
  await using results = new SqliteBackend(path, { registry, busyTimeoutMs: 100 });
  await results.set("id", "one", { model: Text });
  const holder = await holdLock(path);
  const refused = { code: "LOCK_TIMEOUT", cause: { code: "SQLITE_BUSY" } };
  await expect(results.set("lone", "x", { model: Text })).rejects.toMatchObject(refused);
  const batch = await Promise.allSettled(["a", "b"].map((id) => results.set(id, "x", { model: Text })));
  expect(batch).toMatchObject([{ reason: refused }, { reason: refused }]);
  holder.kill("SIGKILL");
  await once(holder, "exit");
  expect(await results.listIds()).toEqual(["id"]);
  expect(await results.set("after", "x", { model: Text })).toBe(true);
});

test("a refused write does not undo its neighbours of the same transaction", async () => {
  const path = join(tempFolder(), "results.db");
  await using results = new SqliteBackend(path, { registry });
  await results.set("taken", "x", { model: Text });
  const calls = ["a", "taken", "b", "taken", "c"].map((id) => results.set(id, "y", { model: Text }));
  const settled = await Promise.allSettled(calls);
  expect(settled.map((each) => (each.status === "fulfilled" ? each.value : each.reason.code))).toEqual([
    true,
    "RESULT_EXISTS",
    true,
    "RESULT_EXISTS",
    true,
  ]);
  expect(await results.listIds()).toEqual(["a", "b", "c", "taken"]);
});

test.skipIf(!isRoot).each(["full", "process"])(
  "a full disk is STORAGE_FULL with its cause; what was acknowledged is whole (%s)",
  (durability) => {
    const folder = tempFolder();
    const child = `'${process.execPath}' ${moduleFlags().join(" ")} '${join(CHILDREN, "write-until-refused.ts")}' '${folder}/results.db' ${durability}`;
    const script = `mount -t tmpfs -o size=2m tmpfs '${folder}' && ${child}; status=$?; umount '${folder}'; exit $status`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", script], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ code: "STORAGE_FULL", isOurs: true, causeCode: "SQLITE_FULL", integrity: "ok" });
    expect(report.acknowledged).toBeGreaterThan(100);
    expect(report.missing).toBe(0);
  },
);

test.skipIf(!isRoot || !featuresOfTestFolder().modes)(
  "a file that may not be written is STORAGE_READ_ONLY with its cause, and can be read",
  async () => {
    const folder = tempFolder();
    const path = join(folder, "results.db");
    const results = new SqliteBackend(path, { registry });
    await results.set("id", "one", { model: Text });
    await results.close();
    chmodSync(folder, 0o777); // Readers of a log need its index, which lies beside it.
    chmodSync(path, 0o444);
    const script = join(CHILDREN, "write-as.ts");
    const { status, stdout, stderr } = spawnSync(process.execPath, [...moduleFlags(), script, path, NOBODY], {
      encoding: "utf8",
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ read: "one", code: "STORAGE_READ_ONLY", isOurs: true });
  },
);

test("a damaged page is a clear error with its cause, and leaves the rest as it is", async () => {
  const path = join(tempFolder(), "results.db");
  const results = new SqliteBackend(path, { registry });
  const entries = Array.from(
    { length: 500 },
    (_, i) => [`id/${String(i).padStart(3, "0")}`, "x".repeat(1000)] as const,
  );
  await results.setMany(entries, { model: Text });
  await results.close();
  const fd = openSync(path, "r+");
  for (let page = 10; page < 100; page++) writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(fd);
  const { size } = statSync(path);
  await using damaged = new SqliteBackend(path, { registry });
  const settled = await Promise.allSettled(entries.map(([id]) => damaged.get(id, Text)));
  const failed = settled.filter(({ status }) => status === "rejected");
  expect(failed.length).toBeGreaterThan(50);
  expect(failed[0]).toMatchObject({
    reason: {
      code: "STORAGE_FAILED",
      message: /is damaged/,
      cause: { code: expect.stringMatching(/^SQLITE_CORRUPT/) },
    },
  });
  expect(statSync(path).size).toBe(size);
});

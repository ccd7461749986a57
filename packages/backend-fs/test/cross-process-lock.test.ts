import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { ModelRegistry, ResultsFace } from "@results-manager/core";
import { faceOver, moduleFlags, tempFolder } from "@results-manager/testing";
import { number } from "valibot";
import { expect, onTestFinished, test } from "vitest";
import { CrossProcessLockMixin, FileBackend, FileStorage } from "../src/index.ts";

const registry = new ModelRegistry();
const Count = registry.register("Count", number());

/** A process that holds the update lock of `counter` until it is told to end. */
async function holder(folder: string): Promise<ChildProcess> {
  const script = join(import.meta.dirname, "children", "hold-lock.ts");
  const child = fork(script, [folder], { execArgv: moduleFlags() });
  const exit = once(child, "exit");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exit; // Before the folder is removed: on FUSE, an open file stays in it.
  });
  await once(child, "message");
  return child;
}

test("an update waits for another process, and goes on when that one is killed", async () => {
  const folder = tempFolder();
  await using results = new FileBackend(folder, { registry });
  const child = await holder(folder);
  let done = false;
  const update = results
    .update("counter", Count, (n = 0) => n + 1)
    .then((n) => {
      done = true;
      return n;
    });
  for (let n = 1; n <= 20; n++) expect(await results.update("other", Count, (other = 0) => other + 1)).toBe(n);
  expect(done).toBe(false);
  child.kill("SIGKILL");
  expect(await update).toBe(1); // A lock that stays behind ends in LOCK_TIMEOUT.
});

test("waiting ends with LOCK_TIMEOUT, or with the signal's reason", async () => {
  const folder = tempFolder();
  const Impatient = faceOver(ResultsFace, CrossProcessLockMixin(FileStorage, { timeoutMs: 50 }));
  await holder(folder);
  await using impatient = new Impatient(folder, { registry });
  await expect(impatient.set("counter", 1, { model: Count })).rejects.toMatchObject({ code: "LOCK_TIMEOUT" });
  await using results = new FileBackend(folder, { registry });
  const controller = new AbortController();
  const update = results.update("counter", Count, () => 1, { signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(update).rejects.toThrow("enough");
  expect(await results.exists("counter")).toBe(false);
});

test("is re-entrant, and keeps flows of one process apart", async () => {
  const Locked = faceOver(ResultsFace, CrossProcessLockMixin(FileStorage));
  await using results = new Locked(tempFolder(), { registry, durability: "process" });
  const seen: string[] = [];
  const flow = (name: string): Promise<number> =>
    results.update("a", Count, async (n = 0) => {
      seen.push(`${name} in`);
      await results.set(`${name}/b`, 1, { model: Count });
      expect(await results.exists("a")).toBe(n > 0);
      seen.push(`${name} out`);
      return n + 1;
    });
  expect(await Promise.all([flow("x"), flow("y")])).toEqual([1, 2]);
  expect(seen).toEqual(["x in", "x out", "y in", "y out"]);
});

import { fork } from "node:child_process";
import { once } from "node:events";
import { moduleFlags, tempFolder } from "@results-manager/testing";
import { expect, test } from "vitest";
import { FileStorage } from "../src/file-storage.ts";

test("other stores of a folder see that it is open, and that it was closed", async () => {
  const folder = tempFolder();
  const first = new FileStorage(folder);
  await using second = new FileStorage(folder);
  await Promise.all([first.holds("results"), second.holds("results")]); // A store has a session from its first access on.
  const name = first.sessions.name ?? "";
  expect(first.sessions.name).toBe(name);
  for (let i = 0; i < 3; i++) {
    expect(first.sessions.isOpen(name)).toBe(true);
    expect(second.sessions.isOpen(name)).toBe(true);
  }
  expect(second.sessions.name).not.toBe(name);
  await first.close();
  expect(second.sessions.isOpen(name)).toBe(false);
});

test("a store whose process was killed is seen to be closed", async () => {
  const folder = tempFolder();
  const child = fork(new URL("./children/hold-session.ts", import.meta.url), [folder], {
    execArgv: moduleFlags(),
  });
  const [name] = (await once(child, "message")) as [string];
  await using storage = new FileStorage(folder);
  await storage.holds("results");
  expect(storage.sessions.isOpen(name)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(storage.sessions.isOpen(name)).not.toBe(true);
  // While the lock file is new, which is seconds where files have no time of birth, there may be an earlier one.
  await expect.poll(() => storage.sessions.isOpen(name), { timeout: 30_000 }).toBe(false);
});

test("whatever a lease says is asked for without harm", async () => {
  await using storage = new FileStorage(tempFolder());
  await storage.holds("results");
  for (const name of ["", "..", "../x", "/etc/passwd", "\0", "x".repeat(5_000)]) {
    expect(storage.sessions.isOpen(name)).toBe(false);
  }
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as delay } from "node:timers/promises";
import { tempFolder } from "@results-manager/testing";
import { moduleFlags, TEST_FOLDER } from "@results-manager/testing/processes";
import { expect, onTestFinished, test } from "vitest";

const MAIN = join(import.meta.dirname, "..", "file-systems", "main.ts");
const isRoot = process.platform === "linux" && process.getuid?.() === 0;

interface Run {
  readonly child: ChildProcess;
  readonly end: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

function start(args: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const child = spawn(process.execPath, [...moduleFlags(), MAIN, ...args], {
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill("SIGTERM"));
  const end = Promise.all([once(child, "exit"), text(child.stdout), text(child.stderr)]);
  return { child, end: end.then(([[code], stdout, stderr]) => ({ code, stdout, stderr })) };
}

function isMounted(folder: string): boolean {
  return readFileSync("/proc/self/mounts", "utf8").includes(` ${folder}/`);
}

test("the file-systems script prints its options and refuses unknown ones", async () => {
  const said = await Promise.all([start(["--help"]).end, start(["--only", "fat"]).end, start(["--suite", "x"]).end]);
  expect(said).toMatchObject([
    { code: 0, stdout: expect.stringContaining("--only NAME") },
    { code: 1, stderr: expect.stringContaining("--only must be one of tmpfs, btrfs") },
    { code: 1, stderr: expect.stringContaining("--suite must be one of files, sqlite") },
  ]);
});

test("a file system that cannot be made is left out with the reason and is no failure", async () => {
  const folder = tempFolder();
  const { code, stdout } = await start(["--only", "exfat"], { [TEST_FOLDER]: folder, PATH: folder }).end;
  const reason = isRoot ? "apt-get install exfatprogs exfat-fuse" : "left out: ";
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining(reason) });
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(!isRoot)("an interrupted run ends its processes, unmounts and removes everything", async () => {
  const folder = tempFolder();
  const { child, end } = start(["--only", "tmpfs", "--suite", "files"], { [TEST_FOLDER]: folder });
  while (!isMounted(folder) && child.exitCode === null) await delay(20);
  if (!isMounted(folder)) return expect((await end).stdout).toContain("left out: mount"); // In a container without permission to mount.
  child.kill("SIGINT");
  expect(await end).toMatchObject({ code: 130, stdout: expect.stringMatching(/^tmpfs +interrupted: files$/m) });
  expect(isMounted(folder)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

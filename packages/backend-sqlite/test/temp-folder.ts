import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes an empty folder for the store of one test; whoever made it removes it. */
export function makeFolder(): string {
  return mkdtempSync(join(fastestFolder(), "results-manager-test-"));
}

/** Makes an empty folder that goes when the test has finished. */
export function tempFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Files in memory are real files, and spare the disk the thousands that a test run makes and removes. */
export function fastestFolder(): string {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
}

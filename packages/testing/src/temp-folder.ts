import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { remove } from "fs-extra/esm";
import { onTestFinished } from "vitest";
import { fastestFolder } from "./processes/fastest-folder.ts";

/** Makes an empty folder for the store of one test, which the caller removes. */
export function makeFolder(parent: string = fastestFolder()): string {
  return mkdtempSync(join(parent, "results-manager-test-"));
}

/**
 * Makes an empty folder that is removed when the test has finished.
 *
 * @param atEnd of the test's context, for a test that runs beside others: vitest does not know otherwise which of them is meant.
 */
export function tempFolder(parent?: string, atEnd: typeof onTestFinished = onTestFinished): string {
  const folder = makeFolder(parent);
  atEnd(() => remove(folder)); // Not removeSync, which never ends on FUSE if a file is still open.
  return folder;
}

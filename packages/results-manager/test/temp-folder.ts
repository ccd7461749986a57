import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Makes an empty folder for the store of one test; whoever made it removes it. */
export function makeFolder(): string {
  return mkdtempSync(join(realpathSync(tmpdir()), "results-manager-"));
}

/** Makes an empty folder that goes when the test has finished. */
export function tempFolder(): string {
  const folder = makeFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where a bench keeps its stores; removed as a whole at the end, because deletions slow down what comes after them. */
export interface WorkFolder extends Disposable {
  readonly path: string;
}

/**
 * Makes a work folder. On ext4 each folder in it gets a block group of its own, so that one store does not pay for
 * another: a create scans past the inodes that were deleted lately.
 */
export function makeWorkFolder(parent: string = tmpdir()): WorkFolder {
  const path = mkdtempSync(join(parent, "results-manager-bench-"));
  spawnSync("chattr", ["+T", path], { stdio: "ignore" }); // Other file systems do not know it, nor need it.
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Lets the disk come to rest, so that one contender's writes are not paid for by the next. */
export function settleDisk(): void {
  spawnSync("sync", { stdio: "ignore" });
}

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Folder in which a bench keeps its stores; removed at the end, because deletions slow down later work. */
export interface WorkFolder extends Disposable {
  readonly path: string;
}

/**
 * Makes a work folder. On ext4, each folder in it gets another block group, so that deletions of one store do not slow down another:
 * creating a file scans past recently deleted inodes.
 */
export function makeWorkFolder(parent: string = tmpdir()): WorkFolder {
  const path = mkdtempSync(join(parent, "results-manager-bench-"));
  spawnSync("chattr", ["+T", path], { stdio: "ignore" }); // Other file systems do not support it and do not need it.
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Waits until the disk is idle, so that no contender pays for the writes of the previous one. */
export function settleDisk(): void {
  spawnSync("sync", { stdio: "ignore" });
}

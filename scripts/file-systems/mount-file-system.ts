import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { FileSystem } from "./file-systems.ts";
import { runCommand } from "./run-command.ts";

/** A mounted file system; disposing of it unmounts it and removes its image. */
export interface Mounted extends Disposable {
  readonly folder: string;
}

/** Returns the reason why a file system cannot be made here, or `undefined` if it can be tried. */
export function reasonAgainst({ tools, driver }: FileSystem): string | undefined {
  if (process.platform !== "linux") return "file systems can be mounted only on Linux";
  if (process.getuid?.() !== 0) return "only root may mount";
  const missing = Object.entries(tools).filter(([tool]) => !isInstalled(tool));
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
    return `${missing.map(([tool]) => tool).join(", ")} missing: apt-get install ${packages}`;
  }
  // The kernel loads its own drivers when they are first used: one that is not listed yet may still be available.
  if (driver.startsWith("fuse") && !existsSync("/dev/fuse")) return "the kernel has no FUSE (/dev/fuse)";
  return undefined;
}

/**
 * Makes a file system in `root` and mounts it.
 *
 * @throws {Error} with the output of the failed command; nothing stays mounted then.
 */
export function mountFileSystem({ name, imageMiB, needsDevice, steps }: FileSystem, root: string): Mounted {
  const folder = join(root, name);
  const image = join(root, `${name}.img`);
  mkdirSync(folder);
  let device: string | undefined;
  const dispose = (): void => {
    unmount(folder);
    if (device !== undefined) runCommand("losetup", "--detach", device);
    rmSync(image, { force: true });
  };
  try {
    if (imageMiB !== undefined) {
      writeFileSync(image, "");
      truncateSync(image, imageMiB * 2 ** 20);
    }
    if (needsDevice) device = attach(image);
    for (const step of steps(device ?? image, folder)) {
      const failure = runCommand(...step);
      if (failure !== undefined) throw new Error(failure);
    }
    return { folder, [Symbol.dispose]: dispose };
  } catch (error) {
    dispose();
    throw error;
  }
}

function attach(image: string): string {
  const { error, status, stdout, stderr } = spawnSync("losetup", ["--find", "--show", image], { encoding: "utf8" });
  if (error || status !== 0) throw new Error(`losetup: ${error?.message ?? stderr.trim()}`);
  return stdout.trim();
}

/** Detaches the file system lazily: a process that has just ended may still have a file open. */
function unmount(folder: string): void {
  if (!readFileSync("/proc/self/mounts", "utf8").includes(` ${folder} `)) return;
  if (runCommand("umount", folder) === undefined) return;
  const failure = runCommand("umount", "--lazy", folder);
  if (failure !== undefined) throw new Error(failure);
}

function isInstalled(tool: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, tool)));
}

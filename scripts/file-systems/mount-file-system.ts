import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { FileSystem } from "./file-systems.ts";
import { runCommand } from "./run-command.ts";

/** A mounted file system; disposing of it unmounts it and removes its image. */
export interface Mounted extends Disposable {
  readonly folder: string;
}

/** States why a file system cannot be made here, or `undefined` where it can be tried. */
export function reasonAgainst({ tools, driver }: FileSystem): string | undefined {
  if (process.platform !== "linux") return "mounts are made on Linux alone";
  if (process.getuid?.() !== 0) return "only root may mount";
  const missing = Object.entries(tools).filter(([tool]) => !isInstalled(tool));
  if (missing.length > 0) {
    const packages = [...new Set(missing.map(([, name]) => name))].join(" ");
    return `${missing.map(([tool]) => tool).join(", ")} missing: apt-get install ${packages}`;
  }
  // The kernel loads the modules of its own drivers when they are first used: what is not listed yet may still come.
  if (driver.startsWith("fuse") && !existsSync("/dev/fuse")) return "the kernel has no FUSE (/dev/fuse)";
  return undefined;
}

/**
 * Makes a file system in `root` and mounts it.
 *
 * @throws {Error} with what the failed command wrote; nothing stays mounted then.
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

/** A process that has just ended may still hold a file: detached from the tree at once, the file system goes when it has gone. */
function unmount(folder: string): void {
  if (!readFileSync("/proc/self/mounts", "utf8").includes(` ${folder} `)) return;
  if (runCommand("umount", folder) === undefined) return;
  const failure = runCommand("umount", "--lazy", folder);
  if (failure !== undefined) throw new Error(failure);
}

function isInstalled(tool: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, tool)));
}

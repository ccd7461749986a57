import { spawnSync } from "node:child_process";

/** Debian's Python, for which its package of h5py is made. */
export const PYTHON = "/usr/bin/python3";
const INSTALL_MS = 120_000;

/** Installs h5py and h5dump from Debian where they are missing; returns the reason why they are still missing, if they are. */
export function installTools(): string | undefined {
  if (areThere()) return undefined;
  if (process.getuid?.() !== 0)
    return "h5py and h5dump are not installed, and only root can install python3-h5py and hdf5-tools";
  const install = ["install", "-y", "--no-install-recommends", "python3-h5py", "hdf5-tools"];
  const { status, error } = spawnSync("apt-get", install, { stdio: "ignore", timeout: INSTALL_MS });
  if (status === 0 && areThere()) return undefined;
  return `python3-h5py and hdf5-tools cannot be installed here (${error?.message ?? `apt-get ended with ${status}`})`;
}

function areThere(): boolean {
  const works = (command: string, args: readonly string[]): boolean =>
    spawnSync(command, args, { stdio: "ignore" }).status === 0;
  return works(PYTHON, ["-c", "import h5py"]) && works("h5dump", ["--version"]);
}

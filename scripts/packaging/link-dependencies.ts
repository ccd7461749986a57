import { existsSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type PublicPackage, ROOT } from "./public-package.ts";

/** Packages that a consumer needs to compile and that are not dependencies of ours. */
const OF_THE_CONSUMER = ["@types/node"];

/** Links exactly the dependencies of the packages from where they are installed, so that no network is needed. */
export function linkDependencies(packages: readonly PublicPackage[], nodeModules: string): void {
  const own = new Set(packages.map(({ manifest }) => manifest.name));
  for (const { folder, manifest } of packages) {
    const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const name of names.filter((each) => !own.has(each))) link(name, folder, nodeModules);
  }
  for (const name of OF_THE_CONSUMER) link(name, ROOT, nodeModules);
}

function link(name: string, folder: string, nodeModules: string): void {
  const target = join(nodeModules, name);
  if (existsSync(target)) return;
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(realpathSync(join(folder, "node_modules", name)), target);
}

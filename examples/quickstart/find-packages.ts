import { glob, realpath } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseId } from "results-manager";
import { readManifest } from "./manifest.ts";

/** An installed package. */
export interface InstalledPackage {
  readonly folder: string;
  /** Id of its result; absent if its `package.json` has no valid name and version. */
  readonly id?: string;
}

/** Finds the installed packages of a pnpm project, each once, in the order of their folders. */
export async function findPackages(nodeModules: string): Promise<readonly InstalledPackage[]> {
  const root = await realpath(nodeModules);
  const folders: string[] = [];
  for await (const file of glob(".pnpm/*/node_modules/{*,@*/*}/package.json", { cwd: root })) {
    const folder = join(root, dirname(file));
    // A package's dependencies are links next to it: only real folders are packages.
    if ((await realpath(folder)) === folder) folders.push(folder);
  }
  const packages = new Map<string, InstalledPackage>();
  for (const folder of folders.sort()) {
    const id = await idOf(folder);
    // One package may be installed several times, for different peers.
    if (id === undefined) packages.set(folder, { folder });
    else if (!packages.has(id)) packages.set(id, { folder, id });
  }
  return [...packages.values()];
}

/** Builds the id of a package; scoped ones have one more segment: `packages/@types/node/24.0.0`. */
export function packageId({ name, version }: { readonly name: string; readonly version: string }): string {
  return parseId(["packages", ...name.split("/"), version]);
}

async function idOf(folder: string): Promise<string | undefined> {
  const reading = await readManifest(folder);
  return "manifest" in reading ? packageId(reading.manifest) : undefined;
}

import { existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type PublicPackage, ROOT } from "./public-package.ts";

/** Links what the packages depend on from where it is installed, so that no network is needed. */
export function linkDependencies(packages: readonly PublicPackage[], nodeModules: string): void {
  const own = new Set(packages.map(({ manifest }) => manifest.name));
  const sources = [...packages.map(({ folder }) => folder), ROOT].map((folder) => join(folder, "node_modules"));
  for (const source of sources) {
    for (const name of installed(source)) {
      const target = join(nodeModules, name);
      if (own.has(name) || name.startsWith("@results-manager/") || existsSync(target)) continue;
      mkdirSync(dirname(target), { recursive: true });
      symlinkSync(realpathSync(join(source, name)), target);
    }
  }
}

function installed(nodeModules: string): string[] {
  return readdirSync(nodeModules)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(nodeModules, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}
